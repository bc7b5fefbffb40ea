package dev.lockstep.model.tlc;

import java.util.List;

/**
 * What a process of TLC's is asked to do, as a line of text with tabs in it.
 *
 * @param folder the folder of the module, absolute; all other modules are looked for in it
 * @param module its name
 * @param config the config's file, relative to that folder: TLC knows no absolute path
 * @param metadir where TLC keeps its own files
 * @param edges the file for the graph (see {@link TlcGraph}), or empty for none
 * @param sum whether to say a {@link GraphSum}; without a file for the graph
 * @param workers threads of TLC
 * @param checkDeadlock whether a state without successor is an error
 * @param registers how many registers of TLC's to look at when it is over
 */
record TlcJob(
    String folder,
    String module,
    String config,
    String metadir,
    String edges,
    boolean sum,
    int workers,
    boolean checkDeadlock,
    int registers) {

  String line() {
    return String.join(
        "\t",
        List.of(
            folder,
            module,
            config,
            metadir,
            edges,
            Boolean.toString(sum),
            Integer.toString(workers),
            Boolean.toString(checkDeadlock),
            Integer.toString(registers)));
  }

  static TlcJob of(String line) {
    String[] parts = line.split("\t", -1);
    return new TlcJob(
        parts[0],
        parts[1],
        parts[2],
        parts[3],
        parts[4],
        Boolean.parseBoolean(parts[5]),
        Integer.parseInt(parts[6]),
        Boolean.parseBoolean(parts[7]),
        Integer.parseInt(parts[8]));
  }
}
