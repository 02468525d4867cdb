package netmp.benchmark.provider;

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
import java.net.InetSocketAddress;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Netty's echo, over its NIO transport: the round trips are those of the client's event loop. */
final class NettyProgram implements Program {

  private final EventLoopGroup servers =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final EventLoopGroup clients =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Client client = new Client();
  private final Channel channel;

  /** Sends back what comes. */
  private static final class Echo extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      var _ = context.writeAndFlush(message, context.voidPromise());
    }
  }

  /** Sends the next when the last has come back, until its time is over. */
  private static final class Client extends ChannelInboundHandlerAdapter {
    private final SynchronousQueue<Histogram> done = new SynchronousQueue<>();
    private final ByteBuf message = Unpooled.directBuffer(LENGTH).writeZero(LENGTH);
    private Histogram histogram;
    private long end;
    private long sent;
    private int missing;

    void start(ChannelHandlerContext context, int seconds) {
      histogram = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
      end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
      send(context);
    }

    private void send(ChannelHandlerContext context) {
      missing = LENGTH;
      sent = System.nanoTime();
      var _ = context.writeAndFlush(message.retainedDuplicate(), context.voidPromise());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) throws Exception {
      ByteBuf answer = (ByteBuf) bytes;
      missing -= answer.readableBytes();
      answer.release();
      if (missing > 0) {
        return;
      }
      long now = System.nanoTime();
      histogram.recordValue(now - sent);
      if (now < end) {
        send(context);
      } else {
        done.put(histogram);
      }
    }
  }

  NettyProgram(InetSocketAddress address) throws Exception {
    new ServerBootstrap()
        .group(servers)
        .channel(NioServerSocketChannel.class)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel connection) {
                connection.pipeline().addLast(new Echo());
              }
            })
        .bind(address)
        .sync();
    channel =
        new Bootstrap()
            .group(clients)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(client)
            .connect(address)
            .sync()
            .channel();
  }

  @Override
  public Histogram time(int seconds) throws Exception {
    channel.eventLoop().execute(() -> client.start(channel.pipeline().context(client), seconds));
    return client.done.take();
  }

  @Override
  public void end() throws Exception {
    channel.close().sync();
    clients.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    servers.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
  }
}
