package dev.lockstep.spark.context.probes;

import java.io.Serializable;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.StorageStatus;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;

/** Everywhere on the driver where a status of a block can be seen (R10). */
final class DriverView {
  private static final String NATIVE = "native_";

  private final Bench bench;

  DriverView(Bench bench) {
    this.bench = bench;
  }

  /** Checks that the driver knows nothing of this block, nor of any other native block. */
  void ignorantOf(NativeBlockId id) throws Exception {
    var master = bench.master();
    Expect.that(master.getLocations(id).isEmpty(), "no location of " + id);
    Expect.that(!master.contains(id), "no location of " + id + " by contains");
    Expect.that(
        master.getLocationsAndStatus(id, "localhost").isEmpty(), "no location and status of " + id);
    for (boolean ask : new boolean[] {false, true}) {
      Expect.that(master.getBlockStatus(id, ask).isEmpty(), "no status, executors asked: " + ask);
      Expect.equal(
          "matching blocks, executors asked: " + ask,
          List.of(),
          CollectionConverters.asJava(master.getMatchingBlockIds(new Natives(), ask)));
    }
    for (StorageStatus status : master.getStorageStatus()) {
      Expect.that(
          !CollectionConverters.asJava(status.blocks()).keySet().toString().contains(NATIVE),
          "no native block in the storage status of " + status.blockManagerId());
    }
    for (String executor : bench.executors()) {
      Expect.that(
          !master
              .getReplicateInfoForRDDBlocks(bench.blockManager(executor))
              .toString()
              .contains(NATIVE),
          "nothing native to migrate from " + executor);
    }
    Expect.that(!statusStore().contains(NATIVE), "no native block in the status store");
    for (var page : pages()) {
      Expect.that(!read(page).contains(NATIVE), "no native block on " + page);
    }
  }

  /** What the storage page and the history server are made of. */
  String statusStore() {
    StringBuilder text = new StringBuilder();
    var store = bench.context.sc().statusStore();
    CollectionConverters.asJava(store.rddList(false))
        .forEach(
            rdd -> {
              text.append(rdd.name()).append(' ');
              rdd.partitions()
                  .foreach(
                      partitions -> {
                        CollectionConverters.asJava(partitions)
                            .forEach(block -> text.append(block.blockName()).append(' '));
                        return null;
                      });
            });
    CollectionConverters.asJava(store.streamBlocksList())
        .forEach(block -> text.append(block.name()).append(' '));
    for (var info : bench.context.sc().getRDDStorageInfo()) {
      text.append(info).append(' ');
    }
    return text.append(bench.context.getPersistentRDDs()).toString();
  }

  /** The storage page, and what the REST API says. */
  List<String> pages() {
    List<String> pages = new ArrayList<>();
    if (bench.context.sc().ui().isDefined()) {
      String root = bench.context.sc().ui().get().webUrl();
      String api = root + "/api/v1/applications/" + bench.context.sc().applicationId();
      pages.add(root + "/storage/");
      pages.add(api + "/storage/rdd");
      pages.add(api + "/executors");
      for (var rdd : bench.context.getPersistentRDDs().keySet()) {
        pages.add(api + "/storage/rdd/" + rdd);
        pages.add(root + "/storage/rdd/?id=" + rdd);
      }
    }
    return pages;
  }

  String read(String page) throws Exception {
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(page)).build(),
                HttpResponse.BodyHandlers.ofString());
    Expect.equal("status of " + page, 200, response.statusCode());
    return response.body();
  }

  /** A filter that goes to the executors. */
  private static final class Natives extends AbstractFunction1<BlockId, Object>
      implements Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public Object apply(BlockId id) {
      return id.name().startsWith(NATIVE);
    }
  }
}
