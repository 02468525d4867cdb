package netmp.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.io.ByteStreams;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import netmp.link.LinkSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** gRPC over Netty's NIO transport: messages are bytes, so that no compiler is needed. */
class GrpcTest {

  private static final InetSocketAddress SERVER = new InetSocketAddress("10.0.0.2", 50051);
  private static final int LENGTH = 100_000;

  private static final MethodDescriptor.Marshaller<byte[]> BYTES =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
          return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
          try {
            return ByteStreams.toByteArray(stream);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      };

  private static final MethodDescriptor<byte[], byte[]> ECHO = method(MethodType.UNARY, "echo");
  private static final MethodDescriptor<byte[], byte[]> REPEAT =
      method(MethodType.SERVER_STREAMING, "repeat");

  private static MethodDescriptor<byte[], byte[]> method(MethodType type, String name) {
    return MethodDescriptor.newBuilder(BYTES, BYTES)
        .setType(type)
        .setFullMethodName("netmp.Test/" + name)
        .build();
  }

  private static void echo(byte[] request, StreamObserver<byte[]> answers) {
    answers.onNext(request);
    answers.onCompleted();
  }

  private static void repeat(byte[] request, StreamObserver<byte[]> answers) {
    for (int i = 0; i < 10; i++) {
      answers.onNext(request);
    }
    answers.onCompleted();
  }

  private static Server server(EventLoopGroup loops) throws IOException {
    return NettyServerBuilder.forAddress(SERVER)
        .channelType(NioServerSocketChannel.class)
        .bossEventLoopGroup(loops)
        .workerEventLoopGroup(loops)
        .addService(
            ServerServiceDefinition.builder("netmp.Test")
                .addMethod(ECHO, ServerCalls.asyncUnaryCall(GrpcTest::echo))
                .addMethod(REPEAT, ServerCalls.asyncServerStreamingCall(GrpcTest::repeat))
                .build())
        .build()
        .start();
  }

  private static ManagedChannel client(EventLoopGroup loops) {
    return NettyChannelBuilder.forAddress(SERVER)
        .channelType(NioSocketChannel.class)
        .eventLoopGroup(loops)
        .usePlaintext()
        .build();
  }

  @ParameterizedTest
  @MethodSource("netmp.provider.Providers#cleanAndFaulty")
  void callsAndStreams(LinkSettings link) throws Exception {
    Providers.talk(
        link,
        (a, b) -> {
          EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
          Server server = server(loops);
          ManagedChannel client = client(loops);
          try {
            CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(1, TimeUnit.MINUTES);
            for (int i = 0; i < 5; i++) {
              byte[] message = new byte[LENGTH];
              new SplittableRandom(i).nextBytes(message);
              assertThat(ClientCalls.blockingUnaryCall(client, ECHO, options, message))
                  .isEqualTo(message);
              Iterator<byte[]> answers =
                  ClientCalls.blockingServerStreamingCall(client, REPEAT, options, message);
              assertThat(answers)
                  .toIterable()
                  .hasSize(10)
                  .allSatisfy(answer -> assertThat(answer).isEqualTo(message));
            }
          } finally {
            client.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
            server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
          }
        });
  }

  @Test
  void nobodyListens() throws Exception {
    Providers.onNetwork(
        LinkSettings.PERFECT,
        (a, b) -> {
          EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
          ManagedChannel client = client(loops);
          try {
            assertThatThrownBy(
                    () ->
                        ClientCalls.blockingUnaryCall(
                            client, ECHO, CallOptions.DEFAULT, new byte[1]))
                .isInstanceOfSatisfying(
                    StatusRuntimeException.class,
                    e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
          } finally {
            client.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
          }
        });
  }
}
