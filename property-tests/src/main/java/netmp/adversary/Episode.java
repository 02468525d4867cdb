package netmp.adversary;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import netmp.pcb.UdpDesign;
import netmp.sockbuf.Design;
import netmp.workload.Workloads;

/**
 * One run of a workload with everything that decides how it goes. Equal episodes run alike, event
 * by event.
 *
 * @param workload its name
 * @param clients client threads of the workload
 * @param datagrams datagrams or messages each client sends
 * @param cpus protocol threads per stack
 * @param sockbuf the design of the socket buffers
 * @param udp the design of UDP
 * @param seed for what is random in the stacks
 * @param schedule who runs when
 * @param faults what happens to frames
 */
public record Episode(
    String workload,
    int clients,
    int datagrams,
    int cpus,
    Design sockbuf,
    UdpDesign udp,
    long seed,
    Schedule schedule,
    List<Fault> faults) {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  /**
   * Copies the list.
   *
   * @param workload its name
   * @param clients client threads of the workload
   * @param datagrams datagrams or messages each client sends
   * @param cpus protocol threads per stack
   * @param sockbuf the design of the socket buffers
   * @param udp the design of UDP
   * @param seed for what is random in the stacks
   * @param schedule who runs when
   * @param faults what happens to frames
   */
  public Episode {
    if (!Workloads.SMALL.contains(workload)) {
      throw new IllegalArgumentException(
          "there is no adversary for '" + workload + "'; there is for " + Workloads.SMALL);
    }
    faults = List.copyOf(faults);
  }

  /**
   * The same under another schedule.
   *
   * @param other the schedule
   * @return an episode
   */
  public Episode under(Schedule other) {
    return new Episode(workload, clients, datagrams, cpus, sockbuf, udp, seed, other, faults);
  }

  /**
   * Writes the episode to a file for {@link #read}.
   *
   * @param file where to; its folder is made
   * @throws IOException if it cannot be written
   */
  public void write(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Files.writeString(file, JSON.writeValueAsString(this) + "\n");
  }

  /**
   * Reads an episode.
   *
   * @param file as {@link #write} wrote it
   * @return the episode
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if it holds no episode; says where
   */
  public static Episode read(Path file) throws IOException {
    try {
      return JSON.readValue(file.toFile(), Episode.class);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          file
              + ": not an episode: line "
              + (e.getLocation() == null ? "?" : e.getLocation().getLineNr())
              + ": "
              + e.getOriginalMessage(),
          e);
    }
  }
}
