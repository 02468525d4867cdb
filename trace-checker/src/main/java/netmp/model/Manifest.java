package netmp.model;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import netmp.tlc.Verdict;

/**
 * The list of specifications with everything TLC must find in them: {@code specs/manifest.json}.
 *
 * @param specs the specifications, in the order in which they are checked
 */
public record Manifest(List<Spec> specs) {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  /**
   * A specification.
   *
   * @param name how it is called: its folder
   * @param dir its folder below the manifest
   * @param module its module
   * @param trace how traces are validated against it; null if no object follows it
   * @param models its models
   * @param defects its broken variants
   */
  public record Spec(
      String name,
      String dir,
      String module,
      Trace trace,
      List<Model> models,
      List<Defect> defects) {

    /** Copies the lists. */
    public Spec {
      models = List.copyOf(models);
      defects = List.copyOf(defects);
    }

    /**
     * How traces are validated against it.
     *
     * @return empty if no object follows it
     */
    public Optional<Trace> tracing() {
      return Optional.ofNullable(trace);
    }
  }

  /**
   * Which objects of traces follow a specification.
   *
   * @param kinds kinds of objects
   * @param module the module
   * @param cfg its cfg file, in the specification's folder
   */
  public record Trace(List<String> kinds, String module, String cfg) {

    /** Copies the list. */
    public Trace {
      kinds = List.copyOf(kinds);
    }
  }

  /** How long a model takes. */
  public enum Size {
    /** Seconds. */
    SMALL,
    /** Minutes. */
    FULL
  }

  /** What TLC must find. */
  public enum Expected {
    /** Every property holds. */
    OK(Verdict.OK),
    /** An invariant is violated. */
    INVARIANT(Verdict.INVARIANT),
    /** A step violates a property. */
    ACTION(Verdict.ACTION_PROPERTY),
    /** A temporal property is violated. */
    LIVENESS(Verdict.LIVENESS),
    /** A state has no successor. */
    DEADLOCK(Verdict.DEADLOCK);

    private final Verdict verdict;

    Expected(Verdict verdict) {
      this.verdict = verdict;
    }

    Verdict verdict() {
      return verdict;
    }
  }

  /**
   * A model.
   *
   * @param name how the command line calls it
   * @param module its module
   * @param cfg its cfg file, in the specification's folder
   * @param size how long it takes
   * @param expect what TLC must find
   * @param generated states TLC generates
   * @param distinct states that differ
   * @param depth length of the longest shortest path, in states
   * @param properties what is checked, for people
   */
  public record Model(
      String name,
      String module,
      String cfg,
      Size size,
      Expected expect,
      long generated,
      long distinct,
      int depth,
      List<String> properties) {

    /** Copies the list. */
    public Model {
      properties = List.copyOf(properties);
    }
  }

  /**
   * A broken variant.
   *
   * @param id its row in the catalogue of defects
   * @param module its module
   * @param cfg its cfg file, in the folder {@code defects} of the specification
   * @param expect what TLC must find
   * @param violates the property that must be refuted
   * @param steps length of the counterexample, in states; breadth-first search finds a shortest one
   *     of an invariant
   * @param what what is broken, in a sentence
   */
  public record Defect(
      String id,
      String module,
      String cfg,
      Expected expect,
      String violates,
      int steps,
      String what) {}

  /** Copies the list. */
  public Manifest {
    specs = List.copyOf(specs);
  }

  /**
   * Reads a manifest.
   *
   * @param file the file
   * @return the manifest
   * @throws IOException if it cannot be read or is no manifest; says where
   */
  public static Manifest read(Path file) throws IOException {
    try {
      return JSON.readValue(Files.readString(file), Manifest.class);
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String line = at == null ? "" : ": line " + at.getLineNr();
      throw new IOException(file + line + ": not a manifest: " + e.getOriginalMessage(), e);
    }
  }
}
