package dev.lockstep.io;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Results on disk, each under a hash of all that it depends on, so that nothing is computed twice.
 * An entry that is cut short, altered, or of another version of this format, or that stands under
 * another's name, is as good as none: it is computed again and written over. To delete the folder
 * is always safe.
 *
 * <p>An entry is a file {@code kind/hash}: a line with the version and the SHA-256 of that name and
 * of the rest, then the value, gzipped. Several processes may read and write at the same time.
 */
public final class KeptResults {
  private static final String HEAD = "lockstep-kept 2 ";
  private static final int DIGEST_DIGITS = 64;
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          // A record is its components, and not what it can tell of them.
          .setVisibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
          .setVisibility(PropertyAccessor.GETTER, JsonAutoDetect.Visibility.NONE)
          .setVisibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE);

  private final @Nullable Path folder;
  private final boolean reads;

  private KeptResults(@Nullable Path folder, boolean reads) {
    this.folder = folder;
    this.reads = reads;
  }

  /**
   * Those in a folder, which is made when the first is kept.
   *
   * @param folder such as {@code build/kept}
   */
  public static KeptResults in(Path folder) {
    return new KeptResults(folder, true);
  }

  /** Those in a folder, but everything is computed again, and then kept. */
  public static KeptResults again(Path folder) {
    return new KeptResults(folder, false);
  }

  /** Nothing is kept. */
  public static KeptResults none() {
    return new KeptResults(null, false);
  }

  /**
   * A value that was kept: a record, a list or a map of what JSON can say.
   *
   * @param type of the value, which was kept as such
   */
  public <T> Optional<T> find(KeptKey key, Class<T> type) {
    return findBytes(key)
        .flatMap(
            bytes -> {
              try {
                return Optional.ofNullable(JSON.readValue(bytes, type));
              } catch (IOException e) {
                return Optional.empty();
              }
            });
  }

  /**
   * Keeps a value. A folder that can't be written to is no reason to fail: nothing is kept then.
   */
  public void keep(KeptKey key, Object value) {
    try {
      keepBytes(key, JSON.writeValueAsBytes(value));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("can't be kept: " + value.getClass(), e);
    }
  }

  /** Bytes that were kept, whole. */
  public Optional<byte[]> findBytes(KeptKey key) {
    if (folder == null || !reads) {
      return Optional.empty();
    }
    try {
      byte[] entry = Files.readAllBytes(file(folder, key));
      int start = HEAD.length() + DIGEST_DIGITS + 1;
      if (entry.length < start) {
        return Optional.empty();
      }
      byte[] rest = Arrays.copyOfRange(entry, start, entry.length);
      String head = new String(entry, 0, start, StandardCharsets.US_ASCII);
      return head.equals(head(key, rest)) ? Optional.of(unzipped(rest)) : Optional.empty();
    } catch (IOException e) {
      // Not there, or not to be read.
      return Optional.empty();
    }
  }

  /** Keeps bytes, as {@link #keep} does a value. */
  public void keepBytes(KeptKey key, byte[] bytes) {
    if (folder == null) {
      return;
    }
    try {
      byte[] rest = zipped(bytes);
      ByteArrayOutputStream entry = new ByteArrayOutputStream(rest.length + HEAD.length() + 65);
      entry.write(head(key, rest).getBytes(StandardCharsets.US_ASCII));
      entry.write(rest);
      WholeFile.write(file(folder, key), entry.toByteArray());
    } catch (IOException e) {
      // Next time it is computed again.
    }
  }

  private static Path file(Path folder, KeptKey key) {
    return folder.resolve(key.kind()).resolve(key.hash());
  }

  private static String head(KeptKey key, byte[] rest) {
    MessageDigest sha = KeptKey.sha256();
    sha.update((key.kind() + "/" + key.hash() + "\n").getBytes(StandardCharsets.UTF_8));
    return HEAD + HexFormat.of().formatHex(sha.digest(rest)) + "\n";
  }

  private static byte[] zipped(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 4 + 64);
    try (GZIPOutputStream zip =
        new GZIPOutputStream(out) {
          {
            def.setLevel(Deflater.BEST_SPEED);
          }
        }) {
      zip.write(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] unzipped(byte[] bytes) throws IOException {
    try (GZIPInputStream zip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return zip.readAllBytes();
    }
  }
}
