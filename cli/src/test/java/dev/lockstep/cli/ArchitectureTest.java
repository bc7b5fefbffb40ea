package dev.lockstep.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the modules, and the one owner of each kind of nondeterminism. */
@AnalyzeClasses(packages = "dev.lockstep", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule ioKnowsNobody =
      noClasses()
          .that()
          .resideInAPackage("dev.lockstep.io..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.lockstep..").and(not(resideInAPackage("dev.lockstep.io.."))));

  @ArchTest
  static final ArchRule modelKnowsNobodyButIo =
      noClasses()
          .that()
          .resideInAPackage("dev.lockstep.model..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.lockstep.traces..",
              "dev.lockstep.simulator..",
              "dev.lockstep.spark..",
              "dev.lockstep.cli..");

  @ArchTest
  static final ArchRule tracesKnowTheModelAlone =
      noClasses()
          .that()
          .resideInAPackage("dev.lockstep.traces..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.lockstep.simulator..", "dev.lockstep.spark..", "dev.lockstep.cli..");

  @ArchTest
  static final ArchRule simulatorAndSparkDoNotSeeEachOther =
      noClasses()
          .that()
          .resideInAPackage("dev.lockstep.simulator..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.lockstep.spark..", "dev.lockstep.cli..");

  @ArchTest
  static final ArchRule sparkSeesNeitherSimulatorNorCommandLine =
      noClasses()
          .that()
          .resideInAPackage("dev.lockstep.spark..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.lockstep.simulator..", "dev.lockstep.cli..");

  @ArchTest
  static final ArchRule onlyWhatRunsBesideSparkSeesIt =
      noClasses()
          .that()
          // A fault's own code stands in for Spark's, inside the same class loader. An engine and
          // its test kit live on Spark.
          .resideOutsideOfPackages(
              "dev.lockstep.spark.replay..",
              "dev.lockstep.spark.threads..",
              "dev.lockstep.spark.faults..",
              "dev.lockstep.spark.testkit..",
              "dev.lockstep.spark.arrow..",
              "dev.lockstep.spark.columnar..",
              "dev.lockstep.spark.tables..",
              "dev.lockstep.spark.plain..",
              "dev.lockstep.spark.context.probes..",
              "dev.lockstep.cluster..",
              "dev.lockstep.bench.store..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "scala..");

  @ArchTest
  static final ArchRule columnarCacheSeesSparkAndThePatchAlone =
      noClasses()
          .that()
          .resideInAPackage("dev.lockstep.spark.columnar..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.lockstep..")
                  .and(not(resideInAPackage("dev.lockstep.spark.columnar.."))));

  @ArchTest
  static final ArchRule programsOnTablesAreSeenByNobody =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.lockstep.spark.tables..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.lockstep.spark.tables..")
                  // What the command line reads of them.
                  .and(not(resideInAPackage("dev.lockstep.spark.tables.measures.."))));

  @ArchTest
  static final ArchRule measuresKnowNobody =
      noClasses()
          .that()
          .resideInAPackage("dev.lockstep.spark.tables.measures..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.lockstep..")
                  .or(resideInAPackage("org.apache.spark.."))
                  .and(not(resideInAPackage("dev.lockstep.spark.tables.measures.."))));

  @ArchTest
  static final ArchRule schedulerKnowsNobody =
      noClasses()
          .that()
          .resideInAPackage("dev.lockstep.schedule..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.lockstep.model..",
              "dev.lockstep.traces..",
              "dev.lockstep.simulator..",
              "dev.lockstep.spark..",
              "dev.lockstep.cli..");

  @ArchTest
  static final ArchRule scenariosMakeNoThreadsOfTheirOwn =
      noClasses()
          .that()
          .resideInAPackage("dev.lockstep.spark.threads..")
          .should()
          .callConstructor(Thread.class, Runnable.class)
          .orShould()
          .callConstructor(Thread.class, Runnable.class, String.class);

  @ArchTest
  static final ArchRule clusterIsSeenByTheCommandLineAloneAndSeesNoStoreOfSparks =
      noClasses()
          .that()
          .resideInAPackage("dev.lockstep.cluster..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.lockstep.spark..", "dev.lockstep.cli..", "org.apache.spark.storage..");

  @ArchTest
  static final ArchRule benchmarksAreSeenByTheCommandLineAlone =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.lockstep.bench..", "dev.lockstep.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.lockstep.bench..");

  @ArchTest
  static final ArchRule enginesAndTheirKitSeeSparkAndThePatchAlone =
      noClasses()
          .that()
          .resideInAnyPackage("dev.lockstep.spark.testkit..", "dev.lockstep.spark.arrow..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.lockstep.model..",
              "dev.lockstep.traces..",
              "dev.lockstep.spark.replay..",
              "dev.lockstep.spark.launch..",
              "dev.lockstep.spark.faults..",
              "dev.lockstep.spark.weave..");

  @ArchTest
  static final ArchRule engineDoesNotNeedItsTestKit =
      noClasses()
          .that()
          .resideInAPackage("dev.lockstep.spark.arrow..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.lockstep.spark.testkit..");

  @ArchTest
  static final ArchRule secondImplementationSeesTheHarnessInItsAdapterAlone =
      noClasses()
          .that()
          .resideInAPackage("dev.lockstep.spark.plain..")
          .and()
          .haveNameNotMatching(".*\\.PlainAdapter(\\$.*)?")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.lockstep..")
                  .and(not(resideInAPackage("dev.lockstep.spark.plain.."))));

  @ArchTest
  static final ArchRule secondImplementationAndItsAdapterUseNothingOfThePatch =
      noClasses()
          .that()
          .resideInAPackage("dev.lockstep.spark.plain..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("org.apache.spark..")
                  .and(nameMatching(".*\\.(memory\\.)?(Native|PinnedNative)[A-Za-z]*")));

  @ArchTest
  static final ArchRule nobodyDependsOnTheSecondImplementation =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.lockstep.spark.plain..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.lockstep.spark.plain..");

  @ArchTest
  static final ArchRule onlyTheSampleEngineAndItsPeerSeeArrow =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.lockstep.spark.arrow..", "dev.lockstep.spark.tables.bench..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.arrow..");

  @ArchTest
  static final ArchRule onlyTheBridgeSeesTlc =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.lockstep.model.tlc..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("tlc2..", "tla2sany..", "util..");

  @ArchTest
  static final ArchRule onlyJsonAndKeptResultsSeeJackson =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.lockstep.traces.json..", "dev.lockstep.io..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.fasterxml.jackson..");

  @ArchTest
  static final ArchRule onlyProbesOfBranchesSeeJacoco =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.lockstep.spark.launch..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.jacoco..");

  @ArchTest
  static final ArchRule onlyPlotsSeeTheLibraryForThem =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.lockstep.simulator.report..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.knowm..", "java.awt..");

  @ArchTest
  static final ArchRule onlyMutantsSeePit =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.lockstep.spark.mutants..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.pitest..");

  @ArchTest
  static final ArchRule storesKnowNeitherPoliciesNorWhoRunsThem =
      noClasses()
          .that()
          .resideInAPackage("dev.lockstep.simulator.store..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.lockstep.simulator.policy..",
              "dev.lockstep.simulator.workload..",
              "dev.lockstep.simulator.input..",
              "dev.lockstep.simulator.metrics..",
              "dev.lockstep.simulator.run..",
              "dev.lockstep.simulator.hunt..",
              "dev.lockstep.simulator.report..");

  @ArchTest
  static final ArchRule simulatorsPackagesHaveNoCycles =
      slices().matching("dev.lockstep.simulator.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule chanceComesFromSeeds =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.util.Random")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .callMethod(java.util.UUID.class, "randomUUID");

  @ArchTest
  static final ArchRule wallClockIsReadForReportsAndBudgetsOnly =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.lockstep.model",
              "dev.lockstep.model.explore..",
              "dev.lockstep.traces..",
              "dev.lockstep.spark.replay..")
          .or(nameMatching("dev\\.lockstep\\.simulator\\.(?!hunt\\.Hunt).*"))
          .should()
          .callMethodWhere(
              target(owner(name("java.lang.System")))
                  .and(target(nameMatching("nanoTime|currentTimeMillis"))));

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.lockstep.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule commandsAreNamedAsSuch =
      classes()
          .that()
          .areAnnotatedWith(picocli.CommandLine.Command.class)
          .and()
          .doNotHaveSimpleName("Lockstep")
          .should()
          .haveSimpleNameEndingWith("Command");

  @ArchTest
  static final ArchRule noClassHidesBehindAnEmptyName =
      noClasses()
          // A kind of Spark's BlockManager has to say so.
          .should()
          .haveNameMatching(".*((?<!Block)Manager|Util|Utils|Impl|Base|Helper)");
}
