package netmp.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import netmp.network.Network;
import netmp.provider.Conversation.Op;
import netmp.provider.Conversation.Step;

/**
 * Any script of calls of two channels that do not block: with the JDK's provider over the kernel
 * and with ours the same results, the same exceptions, and the same readiness before each call.
 */
class ConversationPropertiesTest {

  private static Network network;

  @BeforeContainer
  static void makeAHost() {
    network = Providers.oneHost();
  }

  @AfterContainer
  static void stop() throws Exception {
    Stacks.use();
    network.close();
  }

  @Provide
  Arbitrary<List<Step>> scripts() {
    Arbitrary<Step> steps =
        Combinators.combine(
                Arbitraries.of(Op.class),
                Arbitraries.of(0, 1),
                Arbitraries.integers().between(0, 3000))
            .as(Step::new);
    Arbitrary<List<Step>> any = steps.list().ofMinSize(2).ofMaxSize(14);
    Arbitrary<List<Step>> connected =
        any.map(
            list -> {
              List<Step> script = new ArrayList<>(list);
              script.addFirst(new Step(Op.CONNECT, 0, 0));
              return script;
            });
    return Arbitraries.frequencyOf(Tuple.of(1, any), Tuple.of(3, connected));
  }

  @Property(tries = 500, shrinking = ShrinkingMode.BOUNDED)
  void ourChannelsDoWhatTheJdksDo(@ForAll("scripts") List<Step> script) throws Exception {
    List<String> jdk = new ArrayList<>();
    List<String> ours = new ArrayList<>();
    try (Conversation conversation = new Conversation(Providers.both().getFirst())) {
      run(conversation, script, jdk);
    }
    try (Conversation conversation = new Conversation(Providers.both().getLast())) {
      run(conversation, script, ours);
    }
    assertThat(ours).as("%s", script).isEqualTo(jdk);
  }

  private static void run(Conversation conversation, List<Step> script, List<String> results)
      throws Exception {
    for (Step step : script) {
      if (conversation.aborts(step)) {
        break;
      }
      results.add(conversation.readiness());
      results.add(conversation.run(step));
    }
    results.add(conversation.readiness());
  }
}
