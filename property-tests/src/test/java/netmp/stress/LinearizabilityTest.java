package netmp.stress;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import netmp.mbuf.MbufPool;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Lincheck at the API of each design: a producer and a consumer, generated calls, and schedules
 * that switch at every access to shared memory. Every result must be that of some order of the
 * calls, and a call must end by itself however others are stopped. Scenarios and schedules are the
 * same in every run.
 */
class LinearizabilityTest {

  private static ModelCheckingOptions options() {
    return new ModelCheckingOptions()
        .iterations(10)
        .invocationsPerIteration(500)
        .threads(2)
        .actorsPerThread(4)
        .actorsBefore(2)
        .actorsAfter(2)
        .sequentialSpecification(SequentialSockbuf.class)
        .checkObstructionFreedom(true)
        // The pool is not what is checked.
        .addGuarantee(
            ManagedStrategyGuaranteeKt.forClasses(MbufPool.class.getName())
                .allMethods()
                .treatAsAtomic());
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        SockbufOperations.OfLamport.class,
        SockbufOperations.OfFastForward.class,
        SockbufOperations.OfCoral.class,
        SockbufOperations.OfCupholder.class
      })
  void everyResultIsThatOfSomeOrder(Class<?> operations) {
    options().check(operations);
  }

  @ParameterizedTest
  @ValueSource(classes = {SockbufOperations.WithD01.class, SockbufOperations.WithD08.class})
  void aPlantedDefectIsFound(Class<?> operations) {
    assertThatThrownBy(() -> options().check(operations))
        .isInstanceOf(LincheckAssertionError.class);
  }
}
