package dev.lockstep.spark.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class AnswerTest {
  private static final StructType SCHEMA =
      new StructType().add("a", DataTypes.LongType).add("b", DataTypes.LongType);
  private static final Row ONE = RowFactory.create(1L, 1L);
  private static final Row TWO = RowFactory.create(1L, 2L);
  private static final Row THREE = RowFactory.create(2L, 3L);

  private static Answer sortedByA(Row... rows) {
    return new Answer(SCHEMA, List.of(rows), List.of(0));
  }

  @Test
  void rowsOfTheSameKeysMayChangePlaces() {
    assertThat(sortedByA(ONE, TWO, THREE).difference(sortedByA(TWO, ONE, THREE))).isEmpty();
  }

  @Test
  void rowsOfOtherKeysMayNot() {
    assertThat(sortedByA(ONE, TWO, THREE).difference(sortedByA(THREE, ONE, TWO)))
        .isEqualTo("the same rows in another order");
  }

  @Test
  void aRowThatIsThereTwiceIsNotTwoRows() {
    assertThat(sortedByA(ONE, TWO, THREE).difference(sortedByA(ONE, ONE, THREE)))
        .contains("3 rows, then 3")
        .contains("2 differ");
  }

  @Test
  void aMissingRowIsTold() {
    assertThat(sortedByA(ONE, TWO).difference(sortedByA(ONE)))
        .isEqualTo("2 rows, then 1; 1 differ, for instance [1,2]: 1 too few");
  }
}
