package org.apache.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** R2: the id travels and parses back. */
class NativeBlockIdTest {
  private static final ClassTag<NativeBlockId> ANY = ClassTag$.MODULE$.apply(NativeBlockId.class);

  @Test
  void nameHoldsEngineKeyAndOwner() {
    assertThat(NativeBlockId.of("velox", "7_0").name()).isEqualTo("native_velox_7_0");
    assertThat(NativeBlockId.ofRdd("velox", "7_0", 12).name()).isEqualTo("native_rdd12_velox_7_0");
    assertThat(NativeBlockId.ofRdd("velox", "7_0", 0).name()).isEqualTo("native_rdd0_velox_7_0");
  }

  @ParameterizedTest
  @CsvSource({
    "native_velox_a, velox, a, -1",
    "native_rdd0_velox_a, velox, a, 0",
    "native_rdd2147483647_v_a_b.c-d, v, a_b.c-d, 2147483647",
    "native_rdd_a, rdd, a, -1",
    "native_rddx1_a, rddx1, a, -1",
    "native_velox_rdd1_b, velox, rdd1_b, -1",
  })
  void blockIdApplyReadsANativeName(String name, String engine, String key, int owner) {
    BlockId parsed = BlockId.apply(name);

    assertThat(parsed).isInstanceOf(NativeBlockId.class);
    assertThat(parsed.name()).isEqualTo(name);
    assertThat(((NativeBlockId) parsed).engine()).isEqualTo(engine);
    assertThat(((NativeBlockId) parsed).key()).isEqualTo(key);
    assertThat(((NativeBlockId) parsed).owner().orElse(-1)).isEqualTo(owner);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "native_",
        "native_velox",
        "native_velox_",
        "native_rdd1_a",
        "native_rdd01_velox_a",
        "native_rdd2147483648_velox_a",
        "native_velox_a b",
        "native_1velox_a",
        "Native_velox_a",
        "nonsense",
      })
  void blockIdApplyLeavesEveryOtherNameToStock(String name) {
    assertThatThrownBy(() -> BlockId.apply(name))
        .isInstanceOf(UnrecognizedBlockId.class)
        .isInstanceOf(SparkException.class);
  }

  @Test
  void stockNamesParseAsBefore() {
    assertThatThrownBy(() -> BlockId.apply(null)).isInstanceOf(UnrecognizedBlockId.class);
    assertThat(BlockId.apply("rdd_3_4")).isEqualTo(new RDDBlockId(3, 4));
    assertThat(BlockId.apply("test_native_velox_a")).isEqualTo(new TestBlockId("native_velox_a"));
  }

  @Test
  void serializationKeepsTheId() throws Exception {
    NativeBlockId id = NativeBlockId.ofRdd("velox", "7_0", 12);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(id);
    }

    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      NativeBlockId read = (NativeBlockId) in.readObject();
      assertThat(read).isEqualTo(id).hasToString(id.name());
      assertThat(read.owner()).hasValue(12);
    }
  }

  /** Kryo makes objects without a constructor and never calls {@code readResolve}. */
  @Test
  void kryoKeepsTheId() {
    NativeBlockId id = NativeBlockId.ofRdd("velox", "7_0", 12);
    SerializerInstance kryo = new KryoSerializer(new SparkConf(false)).newInstance();

    NativeBlockId read = kryo.deserialize(kryo.serialize(id, ANY), ANY);

    assertThat(read).isEqualTo(id).hasSameHashCodeAs(id).hasToString(id.name());
    assertThat(read.owner()).hasValue(12);
  }

  /** Spark registers no class of ours: with registrationRequired the application names it. */
  @Test
  void kryoThatRequiresRegistrationIsToldOfTheId() {
    NativeBlockId id = NativeBlockId.ofRdd("velox", "7_0", 12);
    SparkConf conf = new SparkConf(false).set("spark.kryo.registrationRequired", "true");
    SerializerInstance untold = new KryoSerializer(conf).newInstance();
    assertThatThrownBy(() -> untold.serialize(id, ANY))
        .hasMessageContaining("Class is not registered: " + NativeBlockId.class.getName());

    SerializerInstance told =
        new KryoSerializer(conf.set("spark.kryo.classesToRegister", NativeBlockId.class.getName()))
            .newInstance();

    NativeBlockId read = told.deserialize(told.serialize(id, ANY), ANY);
    assertThat(read).isEqualTo(id).hasSameHashCodeAs(id);
    assertThat(read.owner()).hasValue(12);
  }

  @Test
  void equalityIsByName() {
    NativeBlockId id = NativeBlockId.of("velox", "a");

    assertThat(id).isEqualTo(NativeBlockId.of("velox", "a")).hasSameHashCodeAs(id.name());
    assertThat(id).isNotEqualTo(NativeBlockId.of("velox", "b"));
    assertThat(id).isNotEqualTo(NativeBlockId.ofRdd("velox", "a", 1));
    assertThat(id).isNotEqualTo(new TestBlockId("a"));
  }

  @ParameterizedTest
  @CsvSource({"rdd7, a", "'', a", "a_b, c", "velox, ''", "velox, a/b", "velox, a b", ", a", "a, "})
  void badEngineOrKeyIsRefused(String engine, String key) {
    assertThatThrownBy(() -> NativeBlockId.of(engine, key))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("native block");
  }

  @Test
  void negativeOwnerIsRefused() {
    assertThatThrownBy(() -> NativeBlockId.ofRdd("velox", "a", -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
  }
}
