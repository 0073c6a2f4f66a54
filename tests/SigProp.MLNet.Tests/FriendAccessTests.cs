using System.Reflection;
using System.Runtime.CompilerServices;
using Xunit;

namespace SigProp.MLNet.Tests;

public sealed class FriendAccessTests
{
    [Fact]
    public void The_assembly_asks_for_the_internals_of_core_and_data_alone()
    {
        var friends = Assembly.Load("SigProp.MLNet").GetCustomAttributes<IgnoresAccessChecksToAttribute>().Select(a => a.AssemblyName);

        Assert.Equal(["Microsoft.ML.Core", "Microsoft.ML.Data"], friends.Order());
    }
}
