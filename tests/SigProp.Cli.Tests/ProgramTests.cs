using Xunit;

namespace SigProp.Cli.Tests;

public sealed class ProgramTests
{
    [Fact]
    public void The_tool_starts() => Assert.Equal(0, Program.Main([]));
}
