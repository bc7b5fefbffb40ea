package dev.lockstep.schedule;

import java.util.ArrayList;
import java.util.List;

/** Threads for runs, used again from run to run. One run at a time. */
public final class Workers implements AutoCloseable {
  private final List<Worker> workers = new ArrayList<>();
  private final ClassLoader loader;

  /**
   * None yet.
   *
   * @param loader the context class loader of all of them
   */
  public Workers(ClassLoader loader) {
    this.loader = loader;
  }

  Worker get(int number) {
    while (workers.size() <= number) {
      Worker worker = new Worker("scheduled-" + workers.size());
      worker.setContextClassLoader(loader);
      workers.add(worker);
      worker.start();
    }
    return workers.get(number);
  }

  @Override
  public void close() {
    workers.forEach(Worker::retire);
    workers.clear();
  }
}
