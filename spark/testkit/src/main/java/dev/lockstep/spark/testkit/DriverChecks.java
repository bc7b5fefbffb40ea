package dev.lockstep.spark.testkit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.NativeBlockAccessException;
import org.apache.spark.storage.NativeBlockId;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** R9, R10: Spark reads no payload, and the driver hears of none. */
final class DriverChecks {
  private static final ClassTag<Object> ANY = ClassTag$.MODULE$.Any();

  private DriverChecks() {}

  static void sparkDoesNotRead(EngineLab lab) throws Exception {
    NativeBlockId a = lab.stored("a", 1);
    Map<String, Body> reads = new LinkedHashMap<>();
    reads.put("getLocalValues", () -> lab.manager().getLocalValues(a));
    reads.put("getLocalBytes", () -> lab.manager().getLocalBytes(a));
    reads.put("get", () -> lab.manager().get(a, ANY));
    reads.put("getSingle", () -> lab.manager().getSingle(a, ANY));

    for (Map.Entry<String, Body> read : reads.entrySet()) {
      boolean refused = false;
      try {
        read.getValue().run();
      } catch (NativeBlockAccessException e) {
        refused = e.blockId().equals(a);
      }
      Verdict.that(
          refused, "R9: BlockManager.%s must refuse to read %s, and did not.", read.getKey(), a);
      Verdict.that(lab.readers(a) == 0, "R9: BlockManager.%s left a lock behind.", read.getKey());
    }
    lab.readable(a, 1, "R9: Spark was asked to read the block and refused.");
  }

  static void driverHearsNothing(EngineLab lab) throws Exception {
    NativeBlockId a = lab.stored("a", 1);
    NativeBlockId b = lab.stored("b", 2);
    lab.readable(a, 1, "R11: a stored block is read.");
    lab.engine().remove(b);
    BlockId jvm = EngineLab.jvmBlock("jvm");
    lab.putJvm(jvm, 1);
    lab.press(EngineLab.SLOTS);

    List<BlockId> told = lab.manager().driver().told();
    Verdict.that(told.contains(jvm), "R10: the kit's own ear is deaf: no status of %s.", jvm);
    List<BlockId> natives = told.stream().filter(id -> id instanceof NativeBlockId).toList();
    Verdict.that(natives.isEmpty(), "R10: the driver was told about %s.", natives);
  }
}
