package dev.lockstep.model.tlc;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tlc2.TLCGlobals;
import tlc2.tool.liveness.LiveWorker;
import tlc2.util.BufferedRandomAccessFile;
import util.InternTable;
import util.UniqueString;

/**
 * What TLC leaves in static fields at the end of a run, and the next run in the process must not
 * find. TLC is written for one run a process and has no other way to put it back.
 *
 * <p>The table of names matters most. TLC numbers each name and string as it meets it, orders
 * strings by these numbers (so finds states, and the first of several violations, in that order),
 * and notes at a name where its definition stands. So each run begins with the table as it was
 * before the first one.
 */
final class TlcStatics {
  /** The fields of the table of names; all but the array are numbers. */
  private static final List<String> TABLE = List.of("count", "length", "thresh", "tokenCnt");

  /** What a name has that no definition of this run has yet. */
  private static final int NO_PLACE = -1;

  private final Object[] numbers;
  private final @Nullable UniqueString[] names;

  /** As they are now: after TLC has run on something of no consequence. */
  TlcStatics() throws ReflectiveOperationException {
    InternTable table = UniqueString.internTbl;
    numbers = new Object[TABLE.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = field(InternTable.class, TABLE.get(i)).get(table);
    }
    names = ((@Nullable UniqueString[]) field(InternTable.class, "table").get(table)).clone();
  }

  /** To be called before each run. */
  void reset() throws ReflectiveOperationException {
    resetNames();
    // What was found by the last run is no progress of this one.
    TLCGlobals.mainChecker = null;
    // The first worker that finds a liveness error takes this, so that no other prints a second
    // trace: no later run would report one.
    field(LiveWorker.class, "errFoundByThread").setInt(null, -1);
    // A pool of buffers, to which a file gives its own when it is closed. A run closes some files
    // of its liveness graph twice: two files of the next one would share a buffer.
    synchronized (field(BufferedRandomAccessFile.class, "mu").get(null)) {
      field(BufferedRandomAccessFile.class, "numAvailBuffs").setInt(null, 0);
    }
  }

  private void resetNames() throws ReflectiveOperationException {
    InternTable table = new InternTable(1);
    for (int i = 0; i < numbers.length; i++) {
      field(InternTable.class, TABLE.get(i)).set(table, numbers[i]);
    }
    field(InternTable.class, "table").set(table, Arrays.copyOf(names, names.length));
    Field place = field(UniqueString.class, "loc");
    for (UniqueString name : names) {
      if (name != null) {
        place.setInt(name, NO_PLACE);
      }
    }
    field(UniqueString.class, "varCount").setInt(null, 0);
    UniqueString.internTbl = table;
  }

  private static Field field(Class<?> owner, String name) throws NoSuchFieldException {
    Field field = owner.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }
}
