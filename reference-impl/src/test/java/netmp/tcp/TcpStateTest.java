package netmp.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** RFC 9293 section 3.3.2, figure 5. */
class TcpStateTest {

  private static Set<TcpState> those(Predicate<TcpState> property) {
    Set<TcpState> states = EnumSet.noneOf(TcpState.class);
    for (TcpState each : TcpState.values()) {
      if (property.test(each)) {
        states.add(each);
      }
    }
    return states;
  }

  @Test
  void thePeersTextComesUntilItsFin() {
    assertThat(those(TcpState::receives))
        .containsExactly(TcpState.ESTABLISHED, TcpState.FIN_WAIT_1, TcpState.FIN_WAIT_2);
  }

  @Test
  void textIsSentUntilOurFin() {
    assertThat(those(TcpState::sends)).containsExactly(TcpState.ESTABLISHED, TcpState.CLOSE_WAIT);
  }

  @Test
  void sequenceNumbersAreAgreedOnOnceBothSynsHaveCome() {
    assertThat(those(state -> !state.isSynchronized()))
        .containsExactly(TcpState.CLOSED, TcpState.LISTEN, TcpState.SYN_SENT);
  }

  @Test
  void thereIsAPeerBetweenTheHandshakeAndTimeWait() {
    assertThat(those(state -> !state.hasPeer()))
        .containsExactly(
            TcpState.CLOSED,
            TcpState.LISTEN,
            TcpState.SYN_SENT,
            TcpState.SYN_RECEIVED,
            TcpState.TIME_WAIT);
  }
}
