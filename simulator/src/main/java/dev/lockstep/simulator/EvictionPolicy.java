package dev.lockstep.simulator;

import dev.lockstep.model.Constants;
import dev.lockstep.model.Model;

/**
 * What decides which entries give way. A policy is a model of a whole store rather than a hook in
 * one: a rival that checks nothing but a choice of victims could hide what else it changes.
 */
public interface EvictionPolicy {

  /** The name on the command line. */
  String name();

  /** The store under this policy. */
  Model model(Constants constants);
}
