package dev.lockstep.spark.columnar;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.columnar.CachedBatch;
import scala.Function1;
import scala.collection.AbstractIterator;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The batches of a partition, told to Spark's counting when the last one has been taken, and only
 * then.
 *
 * <p>Spark adds up what its counting has seen by the end of the task, and takes that for the
 * partition's rows: a bound that the adaptive optimizer drops limits and sorts by. A partition that
 * nobody read to its end is better not counted at all: the table is not "loaded" then, and plans go
 * by the statistics of its query.
 */
final class CountedPayloads extends AbstractIterator<CachedPayload> {
  private final Iterator<CachedPayload> payloads;
  private final Function1<Iterator<CachedBatch>, Iterator<CachedBatch>> counting;
  private final List<CachedBatch> taken = new ArrayList<>();
  private boolean told;

  /** What is counted of a batch, which may be gone by then. */
  private record Size(int numRows, long sizeInBytes) implements CachedBatch {}

  CountedPayloads(
      Iterator<CachedPayload> payloads,
      Function1<Iterator<CachedBatch>, Iterator<CachedBatch>> counting) {
    this.payloads = payloads;
    this.counting = counting;
  }

  @Override
  public boolean hasNext() {
    boolean more = payloads.hasNext();
    if (!more && !told) {
      told = true;
      Iterator<CachedBatch> counted =
          counting.apply(CollectionConverters.asScala(taken.iterator()));
      while (counted.hasNext()) {
        counted.next();
      }
    }
    return more;
  }

  @Override
  public CachedPayload next() {
    CachedPayload payload = payloads.next();
    taken.add(new Size(payload.numRows(), payload.sizeInBytes()));
    return payload;
  }
}
