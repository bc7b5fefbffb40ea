package dev.lockstep.model.tlc;

import java.lang.reflect.Field;
import tlc2.tool.liveness.LiveWorker;
import tlc2.util.BufferedRandomAccessFile;

/**
 * What TLC leaves in static fields at the end of a run, and the next run in the process must not
 * find. TLC is written for one run a process and has no other way to put it back.
 */
final class TlcStatics {
  private TlcStatics() {}

  /** To be called before each run but the first. */
  static void reset() throws ReflectiveOperationException {
    // The first worker that finds a liveness error takes this, so that no other prints a second
    // trace: no later run would report one.
    field(LiveWorker.class, "errFoundByThread").setInt(null, -1);
    // A pool of buffers, to which a file gives its own when it is closed. A run closes some files
    // of its liveness graph twice: two files of the next one would share a buffer.
    synchronized (field(BufferedRandomAccessFile.class, "mu").get(null)) {
      field(BufferedRandomAccessFile.class, "numAvailBuffs").setInt(null, 0);
    }
  }

  private static Field field(Class<?> owner, String name) throws NoSuchFieldException {
    Field field = owner.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }
}
