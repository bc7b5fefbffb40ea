package dev.lockstep.spark.context.probes;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.storage.NativePutResult;

/** R8: what a release may do with the block manager, on the same thread, in whatever ends it. */
final class R08Reentry {
  private R08Reentry() {}

  /** What the release does; it returns what it was told. */
  private enum Act {
    REMOVES_ANOTHER {
      @Override
      String run(Site site) {
        site.manager.removeBlock(Site.id("bystander"), true);
        return "" + site.has("bystander");
      }

      @Override
      List<String> told() {
        return List.of("false");
      }
    },
    REMOVES_A_FELLOW {
      @Override
      String run(Site site) {
        site.manager.removeBlock(Site.id("fellow"), true);
        return "" + site.natives.removeNative(Site.id("fellow"));
      }

      @Override
      List<String> told() {
        // In a removal the fellow is not ending, and the first of the two calls removes it.
        return List.of("false");
      }
    },
    PUTS {
      @Override
      String run(Site site) {
        return "" + site.put(Site.id("inner"), site.percent(1), Payload.plain());
      }

      @Override
      List<String> told() {
        return List.of("STORED", "NO_SPACE");
      }
    },
    PINS {
      @Override
      String run(Site site) {
        try (var pin = site.natives.pinNative(Site.id("bystander")).orElseThrow()) {
          return "" + pin.id().key();
        }
      }

      @Override
      List<String> told() {
        return List.of("bystander");
      }
    },
    PINS_A_FELLOW {
      @Override
      String run(Site site) {
        var pin = site.natives.pinNative(Site.id("fellow"));
        pin.ifPresent(taken -> taken.close());
        return "" + pin.isPresent();
      }

      @Override
      List<String> told() {
        return List.of("true", "false");
      }
    },
    ASKS {
      @Override
      String run(Site site) {
        // Whoever asks for a size touches the order, as in stock: getSize asks the access-ordered
        // map.
        long size = site.store.getSize(Site.id("bystander"));
        return (size == site.percent(5)) + " " + site.manager.getStatus(Site.id("self")).isEmpty();
      }

      @Override
      List<String> told() {
        return List.of("true true");
      }
    };

    abstract String run(Site site);

    abstract List<String> told();
  }

  private enum In {
    A_PUT,
    EXECUTION,
    REMOVAL
  }

  static List<Probe> probes() {
    List<Probe> probes = new ArrayList<>();
    for (In in : In.values()) {
      for (Act act : Act.values()) {
        String name = "release " + words(act) + " in " + words(in);
        probes.add(Probe.atStore("R8", name, site -> reenter(site, act, in)));
      }
    }
    return probes;
  }

  private static String words(Enum<?> value) {
    return value.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }

  private static String reenter(Site site, Act act, In in) {
    AtomicReference<String> told = new AtomicReference<>("not run");
    Payload self = Payload.releasing(() -> told.set(act.run(site)));
    site.stored(Site.id("self"), 40, self);
    Payload fellow = site.stored("fellow", 40);
    site.stored("bystander", 5);
    String after =
        switch (in) {
          case A_PUT -> {
            Payload next = Payload.plain();
            NativePutResult result = site.put(Site.id("next"), site.percent(85), next);
            Expect.equal("releases of the fellow", 1, fellow.releases());
            Expect.that(
                result == NativePutResult.STORED || act == Act.PUTS, "STORED, not " + result);
            yield "put " + result;
          }
          case EXECUTION -> {
            Execution execution = new Execution();
            long wanted = site.percent(49);
            long granted = execution.acquireMemory(wanted);
            Expect.that(
                granted == wanted || (act == Act.PUTS && granted > 0),
                wanted + " of execution memory, not " + granted);
            execution.free();
            yield "granted " + granted + " of " + wanted;
          }
          case REMOVAL -> {
            site.manager.removeBlock(Site.id("self"), true);
            yield "removed";
          }
        };
    Expect.equal("releases of the block", 1, self.releases());
    site.gone("self");
    Expect.that(
        act.told().contains(told.get()), "the release is told " + act.told() + ", not " + told);
    site.unlocked();
    site.books();
    return after + "; the release was told " + told;
  }
}
