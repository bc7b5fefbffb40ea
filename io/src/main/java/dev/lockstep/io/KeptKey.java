package dev.lockstep.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Names a result by all that it depends on: texts, files, code. Two keys are equal exactly when all
 * of that is.
 *
 * @param kind what sort of result it is, such as {@code tlc}: a folder's name
 * @param hash of what it depends on, in hexadecimal digits
 */
public record KeptKey(String kind, String hash) {
  /** Hashes of jars and of code, by place and prefix. */
  private static final Map<String, String> CODE = new ConcurrentHashMap<>();

  /** Begins a key. */
  public static Builder of(String kind) {
    return new Builder(kind);
  }

  /** The same dependencies, of a result of another sort. */
  public KeptKey as(String otherKind) {
    return new KeptKey(otherKind, hash);
  }

  /** Collects what a result depends on; the order matters. */
  public static final class Builder {
    private final String kind;
    private final MessageDigest sha = sha256();

    private Builder(String kind) {
      this.kind = kind;
    }

    /** A text, a number, a flag. */
    public Builder with(Object text) {
      byte[] bytes = String.valueOf(text).getBytes(StandardCharsets.UTF_8);
      // The length first: "ab", "c" is not "a", "bc".
      sha.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
      sha.update(bytes);
      return this;
    }

    /**
     * The name and the bytes of a file, or of all files in a folder. A jar's are looked at once in
     * a JVM.
     */
    public Builder withFile(Path file) throws IOException {
      return with(file.getFileName()).with(hashOf(file));
    }

    /** The same of several, in their order. */
    public Builder withFiles(List<Path> files) throws IOException {
      for (Path file : files) {
        withFile(file);
      }
      return this;
    }

    /**
     * Code: of the jar or class folder that a class came from, all whose names begin with a prefix;
     * the same for a jar and for the folder that it was made of.
     *
     * @param prefix such as {@code dev/lockstep/model/tlc/}, or empty for all
     */
    public Builder withCode(Class<?> anchor, String prefix) throws IOException {
      try {
        Path place = Path.of(anchor.getProtectionDomain().getCodeSource().getLocation().toURI());
        return with(prefix).with(codeOf(place, prefix));
      } catch (URISyntaxException e) {
        throw new IOException("can't find the code of " + anchor.getName(), e);
      }
    }

    public KeptKey build() {
      return new KeptKey(kind, HexFormat.of().formatHex(sha.digest(), 0, 20));
    }
  }

  private static String hashOf(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      return codeOf(file, "");
    }
    return file.toString().endsWith(".jar") ? once(file, "", () -> ofFile(file)) : ofFile(file);
  }

  private static String codeOf(Path place, String prefix) throws IOException {
    return once(
        place,
        "!" + prefix,
        () -> Files.isDirectory(place) ? ofFolder(place, prefix) : ofJar(place, prefix));
  }

  /** Hashes something. */
  private interface Hashing {
    String hash() throws IOException;
  }

  /** What this JVM runs does not change under it; who asks meanwhile waits. */
  private static String once(Path place, String part, Hashing hashing) throws IOException {
    try {
      return CODE.computeIfAbsent(
          place.toAbsolutePath().normalize() + part,
          name -> {
            try {
              return hashing.hash();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static String ofFile(Path file) throws IOException {
    return HexFormat.of().formatHex(sha256().digest(Files.readAllBytes(file)));
  }

  private static String ofFolder(Path folder, String prefix) throws IOException {
    TreeMap<String, Path> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        if (counts(name, prefix)) {
          files.put(name, file);
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    MessageDigest sha = sha256();
    for (Map.Entry<String, Path> file : files.entrySet()) {
      add(sha, file.getKey(), Files.readAllBytes(file.getValue()));
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  private static String ofJar(Path jar, String prefix) throws IOException {
    MessageDigest sha = sha256();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry :
          zip.stream()
              .filter(e -> !e.isDirectory() && counts(e.getName(), prefix))
              .sorted((a, b) -> a.getName().compareTo(b.getName()))
              .toList()) {
        try (InputStream in = zip.getInputStream(entry)) {
          add(sha, entry.getName(), in.readAllBytes());
        }
      }
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  /** A jar has its manifest and Maven's notes beside what it was made of. */
  private static boolean counts(String name, String prefix) {
    return name.startsWith(prefix)
        && !name.equals("META-INF/MANIFEST.MF")
        && !name.startsWith("META-INF/maven/");
  }

  private static void add(MessageDigest sha, String name, byte[] content) {
    sha.update((name + "\n" + content.length + "\n").getBytes(StandardCharsets.UTF_8));
    sha.update(content);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
