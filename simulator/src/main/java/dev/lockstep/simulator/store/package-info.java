/**
 * The store in dense arrays: what the simulator runs. Blocks and tasks are numbers, a call changes
 * the store in place, and time and memory are linear in calls and blocks. {@code ContractStore} is
 * held equal to the contract model, {@code RivalStore} and what extends it to the {@code Rival…}
 * modules of the specification.
 */
@NullMarked
package dev.lockstep.simulator.store;

import org.jspecify.annotations.NullMarked;
