package dev.lockstep.spark.tables.bench;

import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.execution.ColumnarToRowExec;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.columnar.InMemoryTableScanExec;
import org.apache.spark.sql.internal.SQLConf;
import scala.runtime.AbstractFunction1;
import scala.runtime.AbstractPartialFunction;
import scala.runtime.BoxedUnit;

/**
 * For {@code spark.sql.extensions}: the peer's scans give columns also to operators of rows, as
 * ours do. A scan of Spark's says that it has rows, and then nobody asks it for columns; here what
 * makes rows of columns is put over it before anybody asks.
 */
public final class ReadByColumns extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {
  /** A setting of the session: whether the peer is read so. */
  static final String COLUMNS = "lockstep.bench.ipc.columns";

  @Override
  public BoxedUnit apply(SparkSessionExtensions extensions) {
    extensions.injectQueryStagePrepRule(
        new AbstractFunction1<>() {
          @Override
          public Rule<SparkPlan> apply(SparkSession session) {
            return new Replace();
          }
        });
    return BoxedUnit.UNIT;
  }

  private static final class Replace extends Rule<SparkPlan> {
    @Override
    public SparkPlan apply(SparkPlan plan) {
      return Boolean.parseBoolean(SQLConf.get().getConfString(COLUMNS, "false"))
          ? plan.transformUp(new Scans())
          : plan;
    }
  }

  private static final class Scans extends AbstractPartialFunction<SparkPlan, SparkPlan> {
    @Override
    public boolean isDefinedAt(SparkPlan node) {
      return node instanceof InMemoryTableScanExec scan
          && scan.relation().cacheBuilder().serializer() instanceof IpcCachedBatchSerializer;
    }

    @Override
    public SparkPlan apply(SparkPlan node) {
      return new ColumnarToRowExec(node);
    }
  }
}
