package dev.lockstep.spark.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser$;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.junit.jupiter.api.Test;

class TpchQueryTest {
  private static TpchQuery query(int number) {
    return TpchQuery.all(0.1).get(number - 1);
  }

  @Test
  void thereAre22AndSparkReadsEach() {
    List<TpchQuery> queries = TpchQuery.all(0.1);
    assertThat(queries).hasSize(22);
    for (TpchQuery query : queries) {
      LogicalPlan plan = CatalystSqlParser$.MODULE$.parsePlan(query.text());
      assertThat(plan.resolved()).as(query.name()).isFalse();
    }
  }

  @Test
  void sortKeysAreThoseOfTheLastClause() {
    assertThat(query(1).sortKeys()).containsExactly("l_returnflag", "l_linestatus");
    assertThat(query(3).sortKeys()).containsExactly("revenue", "o_orderdate", "l_orderkey");
    assertThat(query(9).sortKeys()).containsExactly("nation", "o_year");
    assertThat(query(11).sortKeys()).containsExactly("value");
    List<String> unsorted =
        TpchQuery.all(0.1).stream()
            .filter(query -> query.sortKeys().isEmpty())
            .map(TpchQuery::name)
            .toList();
    assertThat(unsorted).containsExactly("q06", "q14", "q17", "q19");
  }

  @Test
  void theFractionOfQuery11IsDividedByTheScale() {
    assertThat(TpchQuery.all(1).get(10).text()).contains("* 0.0001\n");
    assertThat(TpchQuery.all(0.1).get(10).text()).contains("* 0.001\n");
    assertThat(TpchQuery.all(0.3).get(10).text()).contains("* 0.000333333333\n");
  }
}
