package dev.lockstep.bench.simulate;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Runs another class's main, and writes the processor time of the whole process to a file when it
 * ends: start, compiler and collector included. Both sides of a comparison are run through it.
 */
public final class CpuTimedMain {
  private CpuTimedMain() {}

  /** Takes the file, the class, and its arguments. */
  public static void main(String[] args) throws ReflectiveOperationException {
    Path file = Path.of(args[0]);
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    Files.writeString(file, Long.toString(system.getProcessCpuTime()));
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                }));
    try {
      main(Class.forName(args[1]), Arrays.copyOfRange(args, 2, args.length));
    } catch (InvocationTargetException e) {
      e.printStackTrace();
      System.exit(1);
    }
  }

  /** Newer Java's mains need be neither public nor take arguments. */
  private static void main(Class<?> type, String[] args) throws ReflectiveOperationException {
    Method main;
    boolean takes = true;
    try {
      main = type.getDeclaredMethod("main", String[].class);
    } catch (NoSuchMethodException e) {
      main = type.getDeclaredMethod("main");
      takes = false;
    }
    main.setAccessible(true);
    main.invoke(null, takes ? new Object[] {args} : new Object[0]);
  }
}
