using Xunit;

namespace SigProp.MLNet.Tests;

/// <summary>Stands in for every other test of this project where Microsoft.ML cannot be restored.</summary>
public sealed class WithoutMicrosoftML
{
    [Fact(Skip = "Microsoft.ML is not offered by the configured package sources")]
    public void The_tests_of_the_ML_NET_layer_need_Microsoft_ML()
    {
    }
}
