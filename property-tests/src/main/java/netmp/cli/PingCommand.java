package netmp.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import netmp.dns.LookupException;
import netmp.icmp.EchoRequest;
import netmp.icmp.EchoRequest.Outcome;
import netmp.inet.IpAddress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sends echo requests from the stack. */
@Command(
    name = "ping",
    description = "Ask with the stack's ICMP, over a TAP device, whether a host is there.",
    mixinStandardHelpOptions = true)
final class PingCommand implements Callable<Integer> {

  private static final double SECOND = 1e9;
  private static final double MILLISECOND = 1e6;

  @Mixin private Output output;
  @Mixin private TapOptions tap;

  @Parameters(paramLabel = "HOST", description = "An IPv4 address, or a name.")
  private String host;

  @Option(
      names = {"-c", "--count"},
      defaultValue = "4",
      description = "How often (default 4).")
  private int count;

  @Option(
      names = {"-s", "--size"},
      defaultValue = "56",
      description = "Bytes of data in each request (default 56).")
  private int size;

  @Option(
      names = {"-i", "--interval"},
      paramLabel = "SECONDS",
      defaultValue = "1",
      description = "From one request to the next (default 1).")
  private double interval;

  @Option(
      names = {"-W", "--timeout"},
      paramLabel = "SECONDS",
      defaultValue = "1",
      description = "How long an answer is waited for (default 1).")
  private double timeout;

  private int answered;
  private double least = Double.MAX_VALUE;
  private double most;
  private double sum;

  @Override
  public Integer call() throws InterruptedException {
    tap.requireAddress(host);
    if (count < 1 || size < 0 || interval < 0 || timeout <= 0) {
      throw new BadInput("give a count of at least 1, and no negative size or time");
    }
    try (TapOptions.Running running = tap.open()) {
      int address = tap.resolve(running.stack(), host);
      EchoRequest request = running.stack().echoRequest(address);
      for (int i = 0; i < count; i++) {
        if (i > 0) {
          TimeUnit.NANOSECONDS.sleep((long) (interval * SECOND));
        }
        tell(i, request, request.ask(size, (long) (timeout * SECOND)));
      }
    } catch (LookupException e) {
      output.log("netmp: " + e.getMessage());
      return 1;
    }
    summarize();
    return answered > 0 ? 0 : 1;
  }

  private void tell(int number, EchoRequest request, Outcome outcome) {
    String from = IpAddress.format(request.from());
    String text =
        switch (outcome) {
          case ANSWERED -> {
            double ms = request.nanos() / MILLISECOND;
            answered++;
            least = Math.min(least, ms);
            most = Math.max(most, ms);
            sum += ms;
            yield "%d bytes from %s: seq=%d ttl=%d time=%.3f ms"
                .formatted(size, from, number, request.timeToLive(), ms);
          }
          case REFUSED -> "from " + from + ": seq=" + number + " " + Output.words(request.error());
          case TIMED_OUT -> "no answer: seq=" + number;
          case NOT_SENT ->
              "not sent: seq=" + number + ": there is no route, or it is too long for the MTU";
        };
    output.say(text);
  }

  private void summarize() {
    double mean = answered == 0 ? 0 : sum / answered;
    String times = answered == 0 ? "" : "; %.3f to %.3f ms, mean %.3f".formatted(least, most, mean);
    output.say("%d of %d answered%s".formatted(answered, count, times));
    output.value(
        Map.of(
            "host", host,
            "sent", count,
            "answered", answered,
            "meanMilliseconds", mean));
  }
}
