package netmp.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.ConnectException;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import netmp.link.LinkSettings;
import netmp.stats.Counter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Netty's NIO transport, as it is: server and client share their event loops. */
class NettyTest {

  private static final String SERVER = "10.0.0.2";
  private static final int PORT = 7;
  private static final int LENGTH = 1_000_000;

  /** Sends back what comes. */
  private static final class Echo extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      var _ = context.writeAndFlush(message, context.voidPromise()); // failures: the pipeline's
    }
  }

  /** Gathers what comes. */
  private static final class Gather extends ChannelInboundHandlerAdapter {
    final byte[] received = new byte[LENGTH];
    final CompletableFuture<byte[]> all = new CompletableFuture<>();
    private int count;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf bytes = (ByteBuf) message;
      int length = bytes.readableBytes();
      bytes.readBytes(received, count, length);
      bytes.release();
      count += length;
      if (count == LENGTH) {
        all.complete(received);
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      all.completeExceptionally(cause);
    }
  }

  private static Bootstrap client(EventLoopGroup loops, Gather gather) {
    return new Bootstrap().group(loops).channel(NioSocketChannel.class).handler(gather);
  }

  @ParameterizedTest
  @MethodSource("netmp.provider.Providers#cleanAndFaulty")
  void anEcho(LinkSettings link) throws Exception {
    Providers.talk(
        link,
        (a, b) -> {
          EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
          try {
            Channel server =
                new ServerBootstrap()
                    .group(loops)
                    .channel(NioServerSocketChannel.class)
                    .option(ChannelOption.SO_BACKLOG, 16)
                    .childOption(ChannelOption.TCP_NODELAY, true)
                    .childHandler(
                        new ChannelInitializer<SocketChannel>() {
                          @Override
                          protected void initChannel(SocketChannel channel) {
                            channel.pipeline().addLast(new Echo());
                          }
                        })
                    .bind(SERVER, PORT)
                    .sync()
                    .channel();
            Gather gather = new Gather();
            Channel channel = client(loops, gather).connect(SERVER, PORT).sync().channel();
            byte[] sent = new byte[LENGTH];
            new SplittableRandom(1).nextBytes(sent);
            channel.writeAndFlush(Unpooled.wrappedBuffer(sent)).sync();
            assertThat(gather.all.get(1, TimeUnit.MINUTES)).isEqualTo(sent);
            channel.close().sync();
            server.close().sync();
            assertThat(b.stack().statistics().get(Counter.TCP_ESTABLISHED)).isEqualTo(1);
          } finally {
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
          try {
            assertThatThrownBy(() -> client(loops, new Gather()).connect(SERVER, PORT).sync())
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("Connection refused");
          } finally {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
          }
        });
  }
}
