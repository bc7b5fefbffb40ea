package dev.lockstep.spark.mutants;

import org.pitest.mutationtest.engine.MutationIdentifier;

/**
 * A class with one small change.
 *
 * @param key its name, the same in every run on the same bytecode: class, method, operator, and a
 *     number among those of the same operator in the method
 * @param of the class
 * @param method its name in the bytecode
 * @param descriptor and its descriptor
 * @param line in the source, 0 if the code has none
 * @param operator PIT's, in short
 * @param description what is changed, in PIT's words
 * @param inStock whether the published Spark has that method: then its own suites could notice
 * @param identifier PIT's name for it
 */
public record Mutant(
    String key,
    MutatedClass of,
    String method,
    String descriptor,
    int line,
    String operator,
    String description,
    boolean inStock,
    MutationIdentifier identifier) {}
