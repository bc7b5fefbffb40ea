package dev.lockstep.cli.run;

import dev.lockstep.model.Constants;
import dev.lockstep.model.InvalidConstantException;
import dev.lockstep.model.lock.LockConstants;
import dev.lockstep.simulator.hunt.WorstCaseTrace;
import dev.lockstep.simulator.policy.EvictionPolicy;
import dev.lockstep.simulator.policy.Policies;
import dev.lockstep.simulator.policy.PolicyStores;
import dev.lockstep.simulator.policy.UnifiedLru;
import dev.lockstep.spark.launch.SparkClassPathException;
import dev.lockstep.spark.launch.SparkLockStores;
import dev.lockstep.spark.launch.SparkStores;
import dev.lockstep.traces.LockModelStore;
import dev.lockstep.traces.LockStoreUnderTest;
import dev.lockstep.traces.LockTrace;
import dev.lockstep.traces.ModelStore;
import dev.lockstep.traces.StoreUnderTest;
import dev.lockstep.traces.StoredTrace;
import dev.lockstep.traces.Trace;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which store to run: {@code --store}, {@code --spark}, {@code --natives} and {@code --fault}. */
public final class StoreOptions {
  /** The version whose jars the build brings. */
  public static final String BUILT_SPARK = SparkVersions.BUILT;

  enum Kind {
    MODEL,
    SIMULATOR,
    SPARK
  }

  @Option(
      names = "--store",
      description =
          "The store under test: model, simulator (of any --policy) or spark (default: spark).")
  private @Nullable Kind kind;

  @Option(
      names = "--spark",
      paramLabel = "VERSION|JAR|FOLDER",
      description =
          "Spark: a published version (default: "
              + BUILT_SPARK
              + "; others are fetched), or the"
              + " spark-core jar or class folder of your own build; woven first.")
  private @Nullable String spark;

  @Option(
      names = "--natives",
      paramLabel = "JAR",
      description =
          "The native blocks are that Spark's own: the jar has an adapter for them"
              + " (docs/adapter.md). Nothing is woven.")
  private @Nullable Path natives;

  @Option(
      names = "--fault",
      paramLabel = "NAME",
      description = "Put a deliberate fault into the store; an unknown name lists them.")
  private @Nullable String fault;

  @Option(
      names = "--policy",
      paramLabel = "NAME",
      description = "Policy of the simulator's store, as in simulate (default: unified-lru).")
  private @Nullable String policy;

  /** Set by a command that can do without native blocks. */
  private boolean stock;

  /**
   * From now on the Spark as it is, without native blocks: also one that the patch does not fit.
   */
  public void useStock() {
    stock = true;
  }

  private Kind kind() {
    return kind == null ? Kind.SPARK : kind;
  }

  private String spark() {
    return spark == null ? BUILT_SPARK : spark;
  }

  /** The policy as the user wrote it, with its share. */
  public String policyName() {
    return policy == null ? UnifiedLru.NAME : policy;
  }

  /** Whether any of the options is given, for a command that can do without a store. */
  public boolean given() {
    return kind != null
        || spark != null
        || natives != null
        || fault != null
        || stock
        || policy != null;
  }

  /** For a command that knows policies alone: no option would be ignored without a word. */
  public void requirePolicyAlone(String why) {
    Optional<String> given =
        Stream.of(
                kind != null ? "--store" : "",
                spark != null ? "--spark" : "",
                natives != null ? "--natives" : "",
                fault != null ? "--fault" : "",
                stock ? "--stock" : "")
            .filter(option -> !option.isEmpty())
            .findFirst();
    given.ifPresent(
        option -> {
          throw CommandFailure.usage(option + ": " + why);
        });
  }

  /** The same for a store, which has a policy or a Spark or a fault only if it is of that kind. */
  private void requireOptionsOfKind() {
    if (fault != null && kind() != Kind.SPARK) {
      throw CommandFailure.usage("--fault needs --store spark");
    } else if (spark != null && kind() != Kind.SPARK) {
      throw CommandFailure.usage("--spark needs --store spark");
    } else if (natives != null && kind() != Kind.SPARK) {
      throw CommandFailure.usage("--natives needs --store spark");
    } else if (stock && (kind() != Kind.SPARK || fault != null || natives != null)) {
      throw CommandFailure.usage("--stock needs --store spark, and no --fault or --natives");
    } else if (policy != null && kind() != Kind.SIMULATOR) {
      throw CommandFailure.usage("--policy needs --store simulator");
    }
  }

  /** The policy of the simulator's store. */
  public EvictionPolicy policy() {
    try {
      return Policies.byName(policyName());
    } catch (InvalidConstantException e) {
      throw CommandFailure.usage("--policy: " + e.getMessage());
    }
  }

  /** The name that a trace's {@code expect.where} uses for this store. */
  public String where() {
    String name =
        switch (kind()) {
          case SPARK -> "spark@" + spark() + (natives == null ? "" : "/" + natives.getFileName());
          case SIMULATOR -> WorstCaseTrace.SIMULATOR + policyName();
          case MODEL -> "model";
        };
    return fault == null ? name : name + "+" + fault;
  }

  /** The options again, for a command that replays. */
  public String asArguments() {
    StringBuilder arguments =
        new StringBuilder("--store ").append(kind().name().toLowerCase(java.util.Locale.ROOT));
    if (!spark().equals(BUILT_SPARK)) {
      arguments.append(" --spark ").append(spark());
    }
    if (natives != null) {
      arguments.append(" --natives ").append(natives);
    }
    if (kind() == Kind.SIMULATOR) {
      arguments.append(" --policy ").append(policyName());
    }
    return fault == null ? arguments.toString() : arguments + " --fault " + fault;
  }

  /** Opens the factory; the caller closes it. */
  public Opened open(Workspace workspace) {
    requireOptionsOfKind();
    if (kind() != Kind.SPARK) {
      return kind() == Kind.MODEL
          ? new Opened(ModelStore.factory(), null, LockModelStore.factory())
          : new Opened(new PolicyStores(policy()), null, null);
    }
    SparkPath path = SparkPath.of(workspace, spark());
    if (stock) {
      return openStock(workspace, path);
    }
    return natives == null
        ? opened(path.patched(workspace), Optional.ofNullable(fault))
        : openAdapted(workspace, path, natives, Optional.ofNullable(fault));
  }

  private static Opened opened(List<Path> classPath, Optional<String> fault) {
    try {
      SparkStores stores = SparkStores.open(classPath, fault);
      return new Opened(stores, stores, SparkLockStores.of(classPath, fault));
    } catch (SparkClassPathException e) {
      throw CommandFailure.outside(String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    }
  }

  /** The Spark of the build, with the patch. */
  public static Opened openBuilt(Workspace workspace) {
    return new StoreOptions().open(workspace);
  }

  /** The same with a deliberate fault. */
  public static Opened openFaulty(Workspace workspace, String fault) {
    return opened(SparkPath.of(workspace, BUILT_SPARK).patched(workspace), Optional.of(fault));
  }

  /** A Spark with the patch, as {@code verify} uses it. */
  public static Opened openPatched(Workspace workspace, SparkPath spark) {
    return opened(spark.patched(workspace), Optional.empty());
  }

  /** A Spark without the patch, nothing changed but what may be read from outside (R14). */
  public static Opened openStock(Workspace workspace, SparkPath spark) {
    try {
      SparkStores stores = SparkStores.openStock(spark.stock(workspace));
      return new Opened(stores, stores, null);
    } catch (SparkClassPathException e) {
      throw CommandFailure.outside(String.valueOf(e.getMessage()));
    }
  }

  /**
   * A Spark without our patch, with native blocks of its own.
   *
   * @param natives the jar with its adapter
   * @param fault one that one thread shows
   * @throws CommandFailure if it is no such jar, or the fault can't be put in
   */
  public static Opened openAdapted(
      Workspace workspace, SparkPath spark, Path natives, Optional<String> fault) {
    try {
      SparkStores stores = SparkStores.openAdapted(spark.adapted(workspace, natives), fault);
      return new Opened(stores, stores, null);
    } catch (SparkClassPathException e) {
      throw CommandFailure.usage("--natives " + natives + ": " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    }
  }

  /**
   * A factory with what it holds open.
   *
   * @param factory makes the stores
   * @param spark the real stores among them, or null
   * @param lock runs traces of the lock level on the same store; null if nothing does
   */
  public record Opened(
      StoreUnderTest.Factory factory,
      @Nullable SparkStores spark,
      LockStoreUnderTest.@Nullable Factory lock)
      implements AutoCloseable {

    /** What runs traces of the lock level on this store; empty if nothing does. */
    public Optional<LockStoreUnderTest.Factory> lockFactory() {
      return Optional.ofNullable(lock);
    }

    /** Why this store can't run traces of the lock level with some constants, or empty. */
    public Optional<String> whyNot(LockConstants constants) {
      return lockFactory()
          .map(
              stores ->
                  stores
                      .whyNot(constants)
                      .map(e -> "constants." + e.field() + ": " + e.getMessage()))
          .orElse(
              Optional.of(
                  "level: "
                      + factory.description()
                      + " can't run traces of level lock: use"
                      + " --store model"));
    }

    /** Why this store can't run a trace, or empty. */
    public Optional<String> whyNot(StoredTrace trace) {
      return trace.accept(
          new StoredTrace.Visitor<>() {
            @Override
            public Optional<String> contract(Trace contract) {
              return whyNot(contract.constants());
            }

            @Override
            public Optional<String> lock(LockTrace lock) {
              return whyNot(lock.constants());
            }
          });
    }

    /** Why this store can't run calls with some constants, or empty. */
    public Optional<String> whyNot(Constants constants) {
      return factory.whyNot(constants).map(e -> "constants." + e.field() + ": " + e.getMessage());
    }

    /** The same Spark, each store inside a block manager whose master must hear nothing (R10). */
    public StoreUnderTest.Factory inBlockManagers() {
      if (spark == null) {
        throw new IllegalStateException("only Spark has block managers");
      }
      return spark.inBlockManagers();
    }

    @Override
    public void close() {
      if (spark != null) {
        spark.close();
      }
      if (lock instanceof SparkLockStores led) {
        led.close();
      }
    }
  }
}
