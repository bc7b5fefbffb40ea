package dev.lockstep.model.lock;

/** Where a frame is: the step that it takes next. */
public enum Place {
  HELD("held"),
  MONITOR("monitor"),
  EVICTED("evicted"),
  ADD("add"),
  UNLOCK("unlock"),
  FORGET("forget"),
  TRY("try"),
  DROP("drop"),
  GIVE_UP("giveUp"),
  RUN("run"),
  CALLED("called"),
  RETURN("return"),
  LOCK("lock"),
  ASLEEP("asleep"),
  TOUCH("touch"),
  SCAN("scan"),
  LOCKS("locks"),
  INFOS("infos"),
  TASKS("tasks"),
  DRAIN("drain"),
  AWAIT("await");

  private final String word;

  Place(String word) {
    this.word = word;
  }

  /** The specification's word. */
  public String word() {
    return word;
  }
}
