package netmp.cli;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import netmp.provider.Agent;
import netmp.provider.NetmpSelectorProvider;
import netmp.provider.NetworkFile;
import netmp.provider.NoAsynchronousChannels;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a program on an emulated network. */
@Command(
    name = "exec",
    description =
        "Run a Java program, as it is, on an emulated network: its channels, sockets and names are"
            + " those of the stack.",
    mixinStandardHelpOptions = true)
final class ExecCommand implements Callable<Integer> {

  /** All JVMs read it, also those that the program starts. */
  private static final String OPTIONS = "JAVA_TOOL_OPTIONS";

  @Option(
      names = "--network",
      required = true,
      paramLabel = "FILE",
      description = "Hosts and links; docs/provider.md has the syntax.")
  private Path network;

  @Option(
      names = "--on",
      paramLabel = "HOST",
      description = "Where the program is, but for what it binds elsewhere (default: the first).")
  private String host;

  @Parameters(
      paramLabel = "COMMAND",
      arity = "1..*",
      description = "What to run, behind --, such as: -- java -jar app.jar")
  private List<String> command;

  @Override
  public Integer call() throws IOException, InterruptedException {
    String on = host(read());
    Path agent = Files.createTempFile("netmp-agent", ".jar");
    try {
      writeAgent(agent);
      ProcessBuilder program = new ProcessBuilder(command).inheritIO();
      program.environment().merge(OPTIONS, options(agent, on), (old, ours) -> old + " " + ours);
      return start(program).waitFor();
    } finally {
      Files.delete(agent);
    }
  }

  private NetworkFile read() {
    try {
      return NetworkFile.read(network);
    } catch (IOException e) {
      throw new BadInput("the network " + network + " cannot be read: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new BadInput(e.getMessage(), e);
    }
  }

  private String host(NetworkFile file) {
    if (host == null) {
      return file.hosts().getFirst();
    }
    if (!file.hosts().contains(host)) {
      throw new BadInput(
          network + " has no host " + host + "; it has " + String.join(", ", file.hosts()));
    }
    return host;
  }

  private Process start(ProcessBuilder program) {
    try {
      return program.start();
    } catch (IOException e) {
      throw new BadInput("the command cannot be run: " + e.getMessage(), e);
    }
  }

  private String options(Path agent, String on) {
    return "-Djava.nio.channels.spi.SelectorProvider=%s -Djava.nio.channels.spi.AsynchronousChannelProvider=%s '-javaagent:%s=%s,%s'"
        .formatted(
            NetmpSelectorProvider.class.getName(),
            NoAsynchronousChannels.class.getName(),
            agent,
            on,
            network.toAbsolutePath());
  }

  /** A jar with nothing in it but where the classes are: those of this command. */
  private static void writeAgent(Path jar) throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Premain-Class", Agent.class.getName());
    attributes.put(
        Attributes.Name.CLASS_PATH,
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .map(entry -> Path.of(entry).toUri().toString())
            .collect(Collectors.joining(" ")));
    try (OutputStream out = Files.newOutputStream(jar)) {
      new JarOutputStream(out, manifest).close();
    }
  }
}
