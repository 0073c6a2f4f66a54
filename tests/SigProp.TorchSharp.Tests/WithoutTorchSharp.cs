using Xunit;

namespace SigProp.TorchSharp.Tests;

/// <summary>Stands in for every other test of this project where TorchSharp cannot be restored.</summary>
public sealed class WithoutTorchSharp
{
    [Fact(Skip = "TorchSharp is not offered by the configured package sources")]
    public void The_tests_of_the_TorchSharp_backend_need_TorchSharp()
    {
    }
}
