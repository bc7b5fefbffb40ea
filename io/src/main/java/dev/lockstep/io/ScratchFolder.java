package dev.lockstep.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A temporary folder of this process, which goes when it is closed or the process ends. One whose
 * process was killed goes as soon as another process makes one of the same prefix in the same
 * place: the owner holds a lock on a file in it, which the system gives back however it ends.
 * Processes that run at the same time never share one.
 */
public final class ScratchFolder implements AutoCloseable {
  private static final String OWNER = ".owner";

  /** A folder without an owner is one that is being made, or whose maker was killed just then. */
  private static final Duration MADE_WITHIN = Duration.ofMinutes(1);

  /** Another process of ours may be writing to it until it is gone, too. */
  private static final int DELETE_ATTEMPTS = 5;

  /** A process that opens a file which it has locked, and closes it, has lost the lock. */
  private static final Set<Path> MINE = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final @Nullable FileChannel owner;
  private final Thread hook;

  private ScratchFolder(Path folder, @Nullable FileChannel owner) {
    this.folder = folder;
    this.owner = owner;
    this.hook = new Thread(this::deleteQuietly, "lockstep-scratch");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Makes one in the system's folder for temporary files. */
  public static ScratchFolder inTemp(String prefix) throws IOException {
    return in(Path.of(System.getProperty("java.io.tmpdir", "/tmp")), prefix);
  }

  /**
   * Makes one, after those that killed processes have left there.
   *
   * @param parent is made if it is not there
   * @param prefix how its name begins: what it is for
   */
  public static ScratchFolder in(Path parent, String prefix) throws IOException {
    Path home = Files.createDirectories(parent.toAbsolutePath()).toRealPath();
    synchronized (MINE) {
      sweep(home, prefix);
      return make(home, prefix);
    }
  }

  private static ScratchFolder make(Path home, String prefix) throws IOException {
    while (true) {
      Path folder = Files.createTempDirectory(home, prefix);
      MINE.add(folder);
      Path file = folder.resolve(OWNER);
      FileChannel channel = claim(file);
      if (channel == null || Files.exists(file)) {
        return new ScratchFolder(folder, channel);
      }
      // Somebody who swept took it for a dead one, between its making and its lock.
      channel.close();
      MINE.remove(folder);
    }
  }

  /** The lock, held as long as it is open; null where the file system has no locks. */
  private static @Nullable FileChannel claim(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() == null) {
        Files.deleteIfExists(file);
      }
      return channel;
    } catch (IOException e) {
      channel.close();
      Files.deleteIfExists(file);
      return null;
    }
  }

  /** Removes the folders of processes that are gone. */
  private static void sweep(Path home, String prefix) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(home, prefix + "*")) {
      for (Path folder : folders) {
        try {
          if (!MINE.contains(folder) && Files.isDirectory(folder)) {
            removeIfDead(folder);
          }
        } catch (IOException | UncheckedIOException e) {
          // Somebody else's, or somebody else was quicker.
        }
      }
    }
  }

  private static void removeIfDead(Path folder) throws IOException {
    Path file = folder.resolve(OWNER);
    if (!Files.exists(file)) {
      Instant made = Files.getLastModifiedTime(folder).toInstant();
      if (made.isBefore(Instant.now().minus(MADE_WITHIN))) {
        Files.delete(folder); // Only if it is empty.
      }
      return;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      if (channel.tryLock() != null) {
        delete(folder);
      }
    } catch (OverlappingFileLockException e) {
      // Another class loader of this process has it.
    }
  }

  public Path path() {
    return folder;
  }

  /** Leaves it for a person to look at; nobody removes it any more. */
  public void keep() throws IOException {
    Files.deleteIfExists(folder.resolve(OWNER));
    disown();
  }

  @Override
  public void close() throws IOException {
    try {
      delete(folder);
    } finally {
      disown();
    }
  }

  private void disown() throws IOException {
    MINE.remove(folder);
    if (owner != null) {
      owner.close();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is going down: the hook does its work.
    }
  }

  private void deleteQuietly() {
    for (int attempt = 0; attempt < DELETE_ATTEMPTS && Files.exists(folder); attempt++) {
      try {
        delete(folder);
      } catch (IOException | UncheckedIOException e) {
        // A file came or went meanwhile: once more.
      }
    }
  }

  /** Deletes a folder with all that is in it; for the folders in a scratch folder. */
  public static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
