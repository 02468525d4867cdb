package netmp.adversary;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import netmp.model.Specifications;
import netmp.validate.Catalogue;
import netmp.validate.Engine;
import netmp.validate.Refusal;
import netmp.validate.StreamEngine;
import netmp.validate.TraceReader;
import netmp.validate.UndecidedException;

/** Judges the traces of episodes by the specifications. One thread at a time. */
public final class SpecJudge implements EpisodeRun.TraceJudge, AutoCloseable {

  private final Specifications specifications;
  private final Engine engine;

  /**
   * Opens the specifications.
   *
   * @throws IOException if they cannot be read
   */
  public SpecJudge() throws IOException {
    specifications = Specifications.ofClassPath();
    engine = new StreamEngine(Catalogue.of(specifications));
  }

  @Override
  public List<String> judge(String trace) {
    byte[] bytes = trace.getBytes(StandardCharsets.UTF_8);
    try (TraceReader reader = new TraceReader(new ByteArrayInputStream(bytes))) {
      return engine.validate(reader).refusal().map(Refusal::text).stream().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the probes wrote what is not a trace", e);
    } catch (UndecidedException e) {
      return List.of("undecided: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    specifications.close();
  }
}
