package netmp.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import netmp.exec.Execution.Kind;
import netmp.mbuf.MbufPool;
import netmp.msg.MessagePort;
import netmp.msg.PortOwner;
import netmp.pcb.Inpcb;
import netmp.pcb.UdpDesign;
import netmp.probe.Probes;
import netmp.sim.DeterministicExecution;
import netmp.sim.ScheduleChooser;
import netmp.sockbuf.Design;
import org.junit.jupiter.api.Test;

/**
 * A request that was under way when the socket was closed finds no control block. The protocol here
 * knows attach and detach, and nothing that could be asked of a detached socket.
 */
class DetachedSocketTest {

  private final DeterministicExecution execution =
      new DeterministicExecution(ScheduleChooser.COOPERATIVE, 10_000);
  private final MessagePort port = new MessagePort(execution, Probes.OFF);

  @SuppressWarnings("unchecked")
  private Protocol<DatagramSocket> protocol() {
    return (Protocol<DatagramSocket>)
        Proxy.newProxyInstance(
            Protocol.class.getClassLoader(),
            new Class<?>[] {Protocol.class},
            (proxy, method, arguments) -> {
              if (method.isDefault()) {
                return InvocationHandler.invokeDefault(proxy, method, arguments);
              }
              if (method.getName().equals("port")) {
                return port;
              }
              DatagramSocket socket = (DatagramSocket) arguments[0];
              switch (method.getName()) {
                case "attach" -> socket.setPcb(new Inpcb<>(socket));
                case "detach" -> {
                  socket.setPcb(null);
                  socket.cantReceiveMore();
                }
                default -> throw new AssertionError(method + " of a detached socket");
              }
              return Errno.OK;
            });
  }

  private void protocolThread() {
    port.setOwner(Thread.currentThread());
    PortOwner.serve(port, execution);
  }

  @Test
  void whatIsAskedOfItFails() {
    Map<Request.Kind, Errno> answers = new EnumMap<>(Request.Kind.class);
    List<Request.Kind> questions =
        new ArrayList<>(
            List.of(
                Request.Kind.SOCKADDR,
                Request.Kind.PEERADDR,
                Request.Kind.CTLOUTPUT,
                Request.Kind.SHUTDOWN,
                Request.Kind.RCVOOB,
                Request.Kind.RCVD,
                Request.Kind.DETACH));
    execution.start("p0", Kind.PROTOCOL, this::protocolThread);
    execution.start(
        "u1",
        Kind.USER,
        () -> {
          MbufPool pool = MbufPool.forManyThreads(1, 1);
          Sockets sockets =
              new Sockets(
                  execution,
                  Probes.OFF,
                  Design.CUPHOLDER,
                  UdpDesign.LOCAL_PORT,
                  pool,
                  List.of(protocol()),
                  List.of(),
                  List.of());
          DatagramSocket socket = sockets.open();
          socket.close();
          questions.forEach(kind -> answers.put(kind, socket.ask(kind)));
        });
    assertThat(execution.run().detail()).isEmpty();
    assertThat(answers).hasSameSizeAs(questions);
    assertThat(answers.values()).containsOnly(Errno.EBADF);
  }
}
