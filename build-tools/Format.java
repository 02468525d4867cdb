import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Checks or rewrites the layout of every Java source of the tree.
 *
 * <p>Arguments: {@code check} or {@code write}, then the root of the tree. Started from source by
 * the root pom with google-java-format on the class path.
 */
final class Format {

  private Format() {}

  public static void main(String[] args) throws IOException {
    boolean write = args[0].equals("write");
    List<String> command = new ArrayList<>();
    if (write) {
      command.add("--replace");
    } else {
      command.addAll(List.of("--dry-run", "--set-exit-if-changed"));
    }
    command.addAll(sources(Path.of(args[1])));
    int exit =
        ToolProvider.findFirst("google-java-format")
            .orElseThrow()
            .run(System.out, System.err, command.toArray(String[]::new));
    if (exit != 0 && !write) {
      System.err.println(
          "Not formatted: the files named above. To rewrite them: mvn -q -N verify -Dlayout=write");
    }
    System.exit(exit);
  }

  private static List<String> sources(Path root) throws IOException {
    List<String> files = new ArrayList<>();
    try (Stream<Path> modules = Files.list(root)) {
      for (Path module : modules.sorted().toList()) {
        addJava(module.resolve("src"), files);
      }
    }
    addJava(root.resolve("build-tools"), files);
    return files;
  }

  private static void addJava(Path folder, List<String> files) throws IOException {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        all.map(Path::toString).filter(name -> name.endsWith(".java")).sorted().forEach(files::add);
      }
    }
  }
}
