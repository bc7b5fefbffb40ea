package dev.lockstep.spark.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class TpchTablesTest {
  @Test
  void columnsHaveTheirNamesAndExactTypes() {
    assertThat(TpchTables.names())
        .containsExactlyInAnyOrder(
            "customer", "lineitem", "nation", "orders", "part", "partsupp", "region", "supplier");
    assertThat(ddl("lineitem"))
        .containsExactly(
            "l_orderkey bigint",
            "l_partkey bigint",
            "l_suppkey bigint",
            "l_linenumber int",
            "l_quantity decimal(15,2)",
            "l_extendedprice decimal(15,2)",
            "l_discount decimal(15,2)",
            "l_tax decimal(15,2)",
            "l_returnflag string",
            "l_linestatus string",
            "l_shipdate date",
            "l_commitdate date",
            "l_receiptdate date",
            "l_shipinstruct string",
            "l_shipmode string",
            "l_comment string");
  }

  private static List<String> ddl(String table) {
    return List.of(TpchTables.schema(table).fields()).stream()
        .map(field -> field.name() + " " + field.dataType().simpleString())
        .toList();
  }

  /** The first nation as the specification has it. The large tables' text takes seconds. */
  @Test
  void rowsAreTheGenerators() {
    Row first = TpchTables.rows("nation", 1, 1, 1).next();
    assertThat(first.length()).isEqualTo(TpchTables.schema("nation").length());
    assertThat(first.getLong(0)).isZero();
    assertThat(first.getString(1)).isEqualTo("ALGERIA");
  }
}
