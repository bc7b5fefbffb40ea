package dev.lockstep.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Writes all of a file or nothing. Every result that Lockstep leaves on disk goes through here. */
public final class WholeFile {
  private static final String PART = ".part";
  private static final AtomicLong WRITES = new AtomicLong();

  private WholeFile() {}

  /**
   * Writes a text as UTF-8, gzipped if the name ends in {@code .gz}: into a neighbour that then
   * takes the file's place. Makes the folder if need be. What a link points to is replaced, not the
   * link; a pipe or a device stays, and takes the text as it comes.
   *
   * @throws IOException with the reason in words, if the file can't be written
   */
  public static void write(Path file, String text) throws IOException {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The same of bytes. */
  public static void write(Path file, byte[] bytes) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || file.toString().isEmpty() || Files.isDirectory(file)) {
      throw new IOException("it is a folder");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      writeTo(file, file, bytes);
      return;
    }
    Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    Path home = target.getParent() == null ? folder : target.getParent();
    replace(file, target, home, bytes);
  }

  private static void writeTo(Path target, Path named, byte[] bytes) throws IOException {
    try (OutputStream plain = Files.newOutputStream(target);
        OutputStream out = named.toString().endsWith(".gz") ? new GZIPOutputStream(plain) : plain) {
      out.write(bytes);
    }
  }

  private static void replace(Path file, Path target, Path folder, byte[] bytes)
      throws IOException {
    String begin = "." + file.getFileName() + ".";
    // Threads may write the same file at once, as processes may.
    String own = ProcessHandle.current().pid() + "-" + WRITES.incrementAndGet();
    Path neighbour = folder.resolve(begin + own + PART);
    try {
      Files.createDirectories(folder);
      sweep(folder, begin);
      writeTo(neighbour, file, bytes);
      move(neighbour, target);
    } catch (java.nio.file.FileSystemException e) {
      throw new IOException(reason(e), e);
    } finally {
      Files.deleteIfExists(neighbour);
    }
  }

  /** What a process left that was killed while it wrote the same file. */
  private static void sweep(Path folder, String begin) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = String.valueOf(file.getFileName());
        if (name.startsWith(begin) && name.endsWith(PART)) {
          String owner = name.substring(begin.length(), name.length() - PART.length());
          if (owner.matches("[0-9]{1,18}-[0-9]+") && isDead(owner)) {
            Files.deleteIfExists(file);
          }
        }
      }
    } catch (AccessDeniedException e) {
      // It may be written to and not be listed.
    }
  }

  private static boolean isDead(String owner) {
    return ProcessHandle.of(Long.parseLong(owner.substring(0, owner.indexOf('-')))).isEmpty();
  }

  private static void move(Path neighbour, Path file) throws IOException {
    try {
      Files.move(neighbour, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(neighbour, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static String reason(java.nio.file.FileSystemException e) {
    String what =
        e.getReason() != null
            ? e.getReason()
            : e instanceof AccessDeniedException
                ? "no permission"
                : e instanceof java.nio.file.FileAlreadyExistsException
                    ? "a file is in the way"
                    : "its folder can't be written to";
    return what + " (" + e.getFile() + ")";
  }
}
