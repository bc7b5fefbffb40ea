package dev.lockstep.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptResultsTest {
  private static final KeptKey KEY = KeptKey.of("count").with("a").build();
  private static final Counted VALUE = new Counted("a", 3, Map.of("b", 4L), List.of(), null);

  @TempDir private Path folder;
  private KeptResults kept;

  /** What a result looks like. */
  record Counted(
      String name, int count, Map<String, Long> more, List<String> lines, @Nullable String note) {
    /** Computed, and no part of the value. */
    boolean isLarge() {
      return count > 2;
    }
  }

  @BeforeEach
  void keep() {
    kept = KeptResults.in(folder);
    kept.keep(KEY, VALUE);
  }

  @Test
  void whatIsKeptIsFoundByTheSameKeyAlone() {
    assertThat(kept.find(KEY, Counted.class)).contains(VALUE);
    assertThat(kept.find(KEY.as("other"), Counted.class)).isEmpty();
    assertThat(kept.find(KeptKey.of("count").with("b").build(), Counted.class)).isEmpty();
  }

  @Test
  void nothingIsReadWhenAllIsToBeComputedAgain() {
    KeptResults again = KeptResults.again(folder);
    assertThat(again.find(KEY, Counted.class)).isEmpty();
    again.keep(KEY, new Counted("b", 1, Map.of(), List.of("x"), "y"));
    assertThat(kept.find(KEY, Counted.class).orElseThrow().name()).isEqualTo("b");
  }

  @Test
  void anEntryThatIsCutAnywhereIsNone() throws IOException {
    byte[] whole = Files.readAllBytes(entry());
    for (int length = 0; length < whole.length; length++) {
      Files.write(entry(), Arrays.copyOf(whole, length));
      assertThat(kept.find(KEY, Counted.class)).as("%d bytes", length).isEmpty();
    }
  }

  @Test
  void anEntryWithAnyBitFlippedIsNone() throws IOException {
    byte[] whole = Files.readAllBytes(entry());
    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      Files.write(entry(), flipped);
      assertThat(kept.find(KEY, Counted.class)).as("bit %d", bit).isEmpty();
    }
  }

  @Test
  void anEntryOfAnotherVersionIsNone() throws IOException {
    String text = Files.readString(entry(), StandardCharsets.ISO_8859_1);
    Files.writeString(
        entry(),
        text.replaceFirst("lockstep-kept 2", "lockstep-kept 3"),
        StandardCharsets.ISO_8859_1);
    assertThat(kept.find(KEY, Counted.class)).isEmpty();
  }

  @Test
  void anEntryThatStandsUnderAnothersNameIsNone() throws IOException {
    KeptKey other = KeptKey.of(KEY.kind()).with("another").build();
    Files.copy(entry(), entry().resolveSibling(other.hash()));
    assertThat(kept.find(other, Counted.class)).isEmpty();
    Path kind = Files.createDirectories(folder.resolve("kind"));
    Files.copy(entry(), kind.resolve(KEY.hash()));
    assertThat(kept.find(KEY.as("kind"), Counted.class)).isEmpty();
  }

  @Test
  void aValueThatLacksAFieldIsNone() {
    kept.keep(KEY, Map.of("name", "a"));
    assertThat(kept.find(KEY, Counted.class)).isEmpty();
  }

  @Test
  void aDamagedEntryIsWrittenOver() throws IOException {
    Files.writeString(entry(), "nonsense");
    assertThat(kept.find(KEY, Counted.class)).isEmpty();
    kept.keep(KEY, VALUE);
    assertThat(kept.find(KEY, Counted.class)).contains(VALUE);
  }

  @Test
  void aFolderThatCannotBeWrittenKeepsNothingAndSaysNothing() throws IOException {
    KeptResults nowhere = KeptResults.in(Files.writeString(folder.resolve("file"), ""));
    nowhere.keep(KEY, VALUE);
    assertThat(nowhere.find(KEY, Counted.class)).isEmpty();
  }

  @Test
  void aKeyIsOfNamesAndContentsAndTheirOrder() throws IOException {
    Path one = Files.writeString(folder.resolve("one"), "1");
    Path two = Files.writeString(folder.resolve("two"), "2");
    KeptKey both = KeptKey.of("k").withFiles(List.of(one, two)).build();
    assertThat(KeptKey.of("k").withFiles(List.of(one, two)).build()).isEqualTo(both);
    assertThat(KeptKey.of("k").withFiles(List.of(two, one)).build()).isNotEqualTo(both);
    Files.writeString(two, "3");
    assertThat(KeptKey.of("k").withFiles(List.of(one, two)).build()).isNotEqualTo(both);
    assertThat(KeptKey.of("k").with("ab").with("c").build())
        .isNotEqualTo(KeptKey.of("k").with("a").with("bc").build());
  }

  @Test
  void aKeyIsOfAllThatAJarHas() throws IOException {
    Set<String> hashes = new HashSet<>();
    List<String> names = List.of("A.class", "META-INF/versions/17/A.class", "META-INF/services/A");
    for (String name : names) {
      Path jar = folder.resolve(hashes.size() + "/some.jar");
      Files.createDirectories(jar.getParent());
      try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
        out.putNextEntry(new ZipEntry(name));
      }
      hashes.add(KeptKey.of("k").withFile(jar).build().hash());
    }
    assertThat(hashes).hasSize(names.size());
  }

  private Path entry() {
    return folder.resolve(KEY.kind()).resolve(KEY.hash());
  }
}
