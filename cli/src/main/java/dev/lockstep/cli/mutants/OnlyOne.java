package dev.lockstep.cli.mutants;

import dev.lockstep.cli.run.CommandFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** One run in a folder: the lock goes with the process, however it ends. */
record OnlyOne(FileChannel channel) implements AutoCloseable {

  /** Locks the folder. */
  static OnlyOne in(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = locked(channel);
    if (lock == null) {
      channel.close();
      throw CommandFailure.outside(
          "another run of mutants is at work in " + folder + ": wait for its end");
    }
    return new OnlyOne(channel);
  }

  private static @Nullable FileLock locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
