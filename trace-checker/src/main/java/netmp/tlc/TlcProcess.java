package netmp.tlc;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * TLC in JVMs of its own: another TLC than the one that this is built with, or TLC's distributed
 * mode, a server and its workers. A counterexample is told in TLC's own words, not as states.
 *
 * <p>One run at a time in distributed mode: the server has a fixed port. It leaves temporal
 * properties out, and counts states that two workers have generated twice.
 */
public final class TlcProcess {

  private static final String SERVER = "tlc2.tool.distributed.TLCServer";
  private static final String WORKER = "tlc2.tool.distributed.TLCWorker";

  private static final Pattern DEADLOCK_IS_ALLOWED =
      Pattern.compile("(?m)^\\s*CHECK_DEADLOCK\\s+FALSE\\b");

  private final Path jar;

  /** The name by which workers find this machine; empty for one JVM that does all. */
  private final Optional<String> host;

  private TlcProcess(Path jar, Optional<String> host) {
    this.jar = jar;
    this.host = host;
  }

  /**
   * Another TLC.
   *
   * @param jar a {@code tla2tools.jar}
   * @return runs it, one JVM for each run
   * @throws IOException if it is not there, or holds no TLC
   */
  public static TlcProcess of(Path jar) throws IOException {
    if (!Files.isRegularFile(jar)) {
      throw new IOException(jar + ": no such file");
    }
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      if (zip.getEntry("tlc2/TLC.class") == null) {
        throw new IOException(jar + ": holds no TLC (tlc2/TLC.class)");
      }
    } catch (ZipException e) {
      throw new IOException(jar + ": not a jar: " + e.getMessage(), e);
    }
    return new TlcProcess(jar.toAbsolutePath(), Optional.empty());
  }

  /**
   * The TLC that this is built with.
   *
   * @return runs it, one JVM for each run
   */
  public static TlcProcess bundled() {
    return new TlcProcess(IsolatedLoader.tlcJar(), Optional.empty());
  }

  /**
   * The same TLC in distributed mode, with a worker on this machine, which has as many threads as
   * the machine has processors.
   *
   * @param name by which workers on other machines reach this one
   * @return runs it, one run at a time
   */
  public TlcProcess distributed(String name) {
    return new TlcProcess(jar, Optional.of(name));
  }

  /**
   * Whether workers share a run.
   *
   * @return true of what {@link #distributed} returned
   */
  public boolean isDistributed() {
    return host.isPresent();
  }

  /**
   * What is to be typed on another machine that shall help, once the server is ready.
   *
   * @return a command
   */
  public String workerCommand() {
    return "java -cp %s %s %s".formatted(jar.getFileName(), WORKER, host.orElse("HOST"));
  }

  /**
   * Checks one model.
   *
   * @param specs the tree that holds the module and what it extends
   * @param module name of the root module
   * @param cfg the cfg file
   * @param progress hears how far the run has come
   * @return the result; errors in the specification are results, too
   */
  public TlcResult check(SpecTree specs, String module, Path cfg, TlcProgress progress) {
    TlcJob job = specs.job(module, cfg);
    try {
      Path folder = copy(job);
      Files.createDirectories(job.scratch().resolve("tmp"));
      return run(job, folder, progress);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while TLC runs", e);
    } finally {
      SpecTree.delete(job.scratch());
    }
  }

  /** TLC looks for modules beside the root module. */
  private static Path copy(TlcJob job) throws IOException {
    Path folder = Files.createDirectory(job.scratch().resolve("modules"));
    for (String name : job.modules().keySet()) {
      if (!job.standard().contains(name)) {
        Files.copy(job.modules().get(name), folder.resolve(name + ".tla"));
      }
    }
    Files.copy(job.cfg(), folder.resolve(job.cfg().getFileName()));
    return folder;
  }

  private TlcResult run(TlcJob job, Path folder, TlcProgress progress)
      throws IOException, InterruptedException {
    List<Process> workers = new ArrayList<>();
    ToolOutput output = new ToolOutput(progress, () -> workers.add(startWorker(folder)));
    long start = System.nanoTime();
    Process process = start(folder, main(job));
    try {
      try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
        lines.lines().forEach(output::line);
      }
      int status = process.waitFor();
      return output.result(status, (System.nanoTime() - start) / 1e9);
    } finally {
      process.destroyForcibly().waitFor();
      for (Process worker : workers) {
        worker.destroyForcibly().waitFor();
      }
    }
  }

  /** The server does not read this in the cfg file. */
  private static boolean allowsDeadlock(Path cfg) throws IOException {
    return DEADLOCK_IS_ALLOWED.matcher(Files.readString(cfg)).find();
  }

  private List<String> main(TlcJob job) throws IOException {
    List<String> arguments = new ArrayList<>();
    if (host.isPresent()) {
      arguments.addAll(List.of("-Djava.rmi.server.hostname=" + host.get(), "-cp"));
      arguments.addAll(List.of(jar.toString(), SERVER));
      if (allowsDeadlock(job.cfg())) {
        arguments.add("-deadlock");
      }
    } else {
      arguments.addAll(List.of("-cp", jar.toString(), "tlc2.TLC"));
      arguments.addAll(List.of("-workers", "1", "-lncheck", "final"));
    }
    arguments.addAll(List.of("-tool", "-fp", "0", "-checkpoint", "0"));
    arguments.addAll(List.of("-metadir", job.scratch().resolve("states").toString()));
    arguments.addAll(List.of("-config", job.cfg().getFileName().toString(), job.module()));
    return arguments;
  }

  private Process startWorker(Path folder) {
    try {
      return start(folder, List.of("-cp", jar.toString(), WORKER, host.orElseThrow()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Process start(Path folder, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseParallelGC");
    command.add("-Djava.io.tmpdir=" + folder.resolveSibling("tmp"));
    command.addAll(arguments);
    boolean isWorker = arguments.contains(WORKER);
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    if (isWorker) {
      builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    }
    return builder.start();
  }
}
