using Xunit;

namespace SigProp.MLNet.AutoML.Tests;

/// <summary>Stands in for every other test of this project where Microsoft.ML.AutoML cannot be restored.</summary>
public sealed class WithoutAutoML
{
    [Fact(Skip = "Microsoft.ML.AutoML is not offered by the configured package sources")]
    public void The_tests_of_AutoML_need_Microsoft_ML_AutoML()
    {
    }
}
