package netmp.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import netmp.model.Manifest.Defect;
import netmp.model.Manifest.Model;
import netmp.model.Manifest.Size;
import netmp.model.Manifest.Spec;
import netmp.tlc.Checkpoints;
import netmp.tlc.SpecTree;
import netmp.tlc.TlcProcess;
import netmp.tlc.TlcProgress;
import netmp.tlc.TlcResult;
import netmp.tlc.TlcRun;

/**
 * Specifications with their manifest, and what TLC says of them. Any thread may use it.
 *
 * @param tree their modules
 * @param manifest what is to be checked of them
 */
public record Specifications(SpecTree tree, Manifest manifest) implements AutoCloseable {

  private static final String MANIFEST = "manifest.json";

  /** Hears how far runs have come, from several threads. */
  @FunctionalInterface
  public interface Listener {

    /**
     * A run goes on.
     *
     * @param name the model's name or the variant's id
     * @param distinct distinct states so far
     */
    void states(String name, long distinct);

    /**
     * A run goes on from a checkpoint.
     *
     * @param name the model's name
     * @param distinct distinct states that are there
     */
    default void resumed(String name, long distinct) {}
  }

  /**
   * Opens the specifications on the class path.
   *
   * @return to be closed
   * @throws IOException if they cannot be read
   */
  public static Specifications ofClassPath() throws IOException {
    return of(SpecTree.ofClassPath("specs/" + MANIFEST));
  }

  /**
   * Opens the specifications in a folder.
   *
   * @param folder holds {@code manifest.json}
   * @return to be closed
   * @throws IOException if they cannot be read
   */
  public static Specifications ofDirectory(Path folder) throws IOException {
    return of(SpecTree.ofDirectory(folder));
  }

  private static Specifications of(SpecTree tree) throws IOException {
    try {
      return new Specifications(tree, Manifest.read(tree.root().resolve(MANIFEST)));
    } catch (IOException e) {
      tree.close();
      throw e;
    }
  }

  /**
   * Folder of a specification.
   *
   * @param spec one of the manifest
   * @return a directory
   */
  public Path folder(Spec spec) {
    return tree.root().resolve(spec.dir());
  }

  /**
   * Checks models, as many at a time as there are processors.
   *
   * @param names names of models, of specifications or of folders of them; empty for all
   * @param size {@link Size#SMALL} leaves out the models that take minutes, unless a model is named
   * @param listener hears how far runs have come
   * @return the results, in the order of the manifest
   * @throws IllegalArgumentException if a name is unknown
   */
  public List<ModelResult> check(List<String> names, Size size, Listener listener) {
    return check(names, size, (spec, model) -> run(spec, model, listener), processors());
  }

  /**
   * Checks models, and keeps how far the long ones are, to go on from there when this is ended.
   *
   * @param names names of models, of specifications or of folders of them; empty for all
   * @param size {@link Size#SMALL} leaves out the models that take minutes, unless a model is named
   * @param kept a folder for the checkpoints of all models, and how often there is one
   * @param listener hears how far runs have come
   * @return the results, in the order of the manifest
   * @throws IllegalArgumentException if a name is unknown
   */
  public List<ModelResult> check(
      List<String> names, Size size, Checkpoints kept, Listener listener) {
    return check(names, size, (spec, model) -> run(spec, model, kept, listener), processors());
  }

  private ModelResult run(Spec spec, Model model, Checkpoints kept, Listener listener) {
    Path cfg = folder(spec).resolve(model.cfg());
    if (model.size() == Size.SMALL || !Files.isRegularFile(cfg)) {
      return run(spec, model, listener);
    }
    TlcProgress progress = progress(model.name(), listener);
    try {
      Path own = kept.folder().resolve(model.name().replace('/', '_')).resolve(tree.digest(cfg));
      TlcResult result =
          TlcRun.check(tree, model.module(), cfg, progress, new Checkpoints(own, kept.every()));
      return new ModelResult(model, result, false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Checks models in other JVMs.
   *
   * @param names names of models, of specifications or of folders of them; empty for all
   * @param size {@link Size#SMALL} leaves out the models that take minutes, unless a model is named
   * @param tlc runs TLC there
   * @param listener hears how far runs have come
   * @return the results, in the order of the manifest
   * @throws IllegalArgumentException if a name is unknown
   */
  public List<ModelResult> check(List<String> names, Size size, TlcProcess tlc, Listener listener) {
    return check(
        names,
        size,
        (spec, model) ->
            new ModelResult(
                model,
                tlc.check(
                    tree,
                    model.module(),
                    folder(spec).resolve(model.cfg()),
                    progress(model.name(), listener)),
                tlc.isDistributed()),
        tlc.isDistributed() ? 1 : processors());
  }

  private List<ModelResult> check(
      List<String> names, Size size, BiFunction<Spec, Model, ModelResult> run, int atOnce) {
    List<Callable<ModelResult>> runs = new ArrayList<>();
    for (Spec spec : manifest.specs()) {
      for (Model model : spec.models()) {
        if (isChosen(model, names, size)) {
          runs.add(() -> run.apply(spec, model));
        }
      }
    }
    requireKnown(names, modelNames(), Specifications::isIn);
    return inParallel(runs, atOnce);
  }

  /** Whether a model is meant by the names, and short enough. */
  static boolean isChosen(Model model, List<String> names, Size size) {
    boolean named = names.isEmpty() || names.stream().anyMatch(n -> isIn(model.name(), n));
    return names.contains(model.name()) || (named && model.size().compareTo(size) <= 0);
  }

  private static boolean isIn(String name, String folder) {
    return name.equals(folder) || name.startsWith(folder + "/");
  }

  private static boolean isOfRow(String id, String row) {
    return id.equals(row) || id.startsWith(row + "-");
  }

  /**
   * Runs broken variants, as many at a time as there are processors.
   *
   * @param ids their own, or their rows in the catalogue of defects; empty for all
   * @param listener hears how far runs have come
   * @return the results, in the order of the manifest
   * @throws IllegalArgumentException if an id is unknown
   */
  public List<DefectResult> refute(List<String> ids, Listener listener) {
    List<Callable<DefectResult>> runs = new ArrayList<>();
    for (Spec spec : manifest.specs()) {
      for (Defect defect : spec.defects()) {
        if (isChosen(defect, ids)) {
          runs.add(() -> new DefectResult(spec.name(), defect, run(spec, defect, listener)));
        }
      }
    }
    requireKnown(ids, defectIds(), Specifications::isOfRow);
    return inParallel(runs, processors());
  }

  /** Whether a broken variant is meant: by its id, or by its row, which may have several. */
  static boolean isChosen(Defect defect, List<String> ids) {
    return ids.isEmpty() || ids.stream().anyMatch(id -> isOfRow(defect.id(), id));
  }

  private List<String> modelNames() {
    return manifest.specs().stream().flatMap(s -> s.models().stream()).map(Model::name).toList();
  }

  private List<String> defectIds() {
    return manifest.specs().stream().flatMap(s -> s.defects().stream()).map(Defect::id).toList();
  }

  private static void requireKnown(
      List<String> wanted, List<String> known, BiPredicate<String, String> isMeant) {
    for (String name : wanted) {
      if (known.stream().noneMatch(each -> isMeant.test(each, name))) {
        throw new IllegalArgumentException(
            "unknown: '" + name + "'; there are " + String.join(", ", known));
      }
    }
  }

  private ModelResult run(Spec spec, Model model, Listener listener) {
    TlcResult result =
        TlcRun.check(
            tree,
            model.module(),
            folder(spec).resolve(model.cfg()),
            progress(model.name(), listener));
    return new ModelResult(model, result, false);
  }

  private TlcResult run(Spec spec, Defect defect, Listener listener) {
    return TlcRun.check(
        tree,
        defect.module(),
        folder(spec).resolve("defects").resolve(defect.cfg()),
        progress(defect.id(), listener));
  }

  private static TlcProgress progress(String name, Listener listener) {
    return new TlcProgress() {
      @Override
      public void states(long generated, long distinct, int depth) {
        listener.states(name, distinct);
      }

      @Override
      public void resumed(long distinct) {
        listener.resumed(name, distinct);
      }
    };
  }

  private static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  private static <T> List<T> inParallel(List<Callable<T>> runs, int atOnce) {
    try (ExecutorService pool = Executors.newFixedThreadPool(atOnce)) {
      List<T> results = new ArrayList<>();
      for (Future<T> run : pool.invokeAll(runs)) {
        results.add(run.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while TLC runs", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("TLC failed", e.getCause());
    }
  }

  @Override
  public void close() {
    tree.close();
  }
}
