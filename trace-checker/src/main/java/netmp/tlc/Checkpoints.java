package netmp.tlc;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where a long run of TLC keeps how far it is, to go on from there when it was ended. A run that
 * comes to its end deletes the folder. A model with temporal properties is not kept: what TLC
 * recovers of their graphs fails an assertion of its own.
 *
 * @param folder for this run alone: of one module, one cfg file, and all that they use, as they are
 * @param every how much time passes between two checkpoints
 */
public record Checkpoints(Path folder, Duration every) {}
