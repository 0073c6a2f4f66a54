using System.Runtime.Intrinsics;
using SigProp.Numerics;

namespace SigProp.Tests.Numerics;

public class GemmKernelsTests
{
    [Fact]
    public void Kernels_are_listed_best_first_and_the_last_runs_anywhere()
    {
        Assert.Equal(["vector512", "vector256", "vector128", "scalar"], GemmKernels.All.Select(kernel => kernel.Name));
        Assert.True(GemmKernels.All[^1].IsSupported);
        Assert.Same(GemmKernels.Supported[0], GemmKernels.Select(null));
        Assert.Same(GemmKernels.Supported[0], GemmKernels.Select(""));
        Assert.Equal(Vector512.IsHardwareAccelerated, GemmKernels.All[0].IsSupported);
    }

    [Fact]
    public void A_kernel_is_chosen_by_name()
    {
        foreach (GemmKernel kernel in GemmKernels.Supported)
        {
            Assert.Same(kernel, GemmKernels.Select(kernel.Name));
        }
    }

    [Fact]
    public void An_unknown_name_is_refused_with_the_names_there_are()
    {
        var exception = Assert.Throws<ArgumentException>(() => GemmKernels.Select("vector1024"));
        Assert.Contains("SIGPROP_KERNEL is 'vector1024', which is not a kernel; the kernels are vector512, vector256, vector128, scalar.",
            exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kernel_this_machine_lacks_is_refused_with_those_it_has()
    {
        foreach (GemmKernel kernel in GemmKernels.All.Where(kernel => !kernel.IsSupported))
        {
            var exception = Assert.Throws<ArgumentException>(() => GemmKernels.Select(kernel.Name));
            Assert.Contains($"supported are {GemmKernels.SupportedNames}", exception.Message, StringComparison.Ordinal);
            Assert.Throws<ArgumentException>(() => new ComputeContext(1, kernel).Dispose());
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void A_context_has_at_least_one_thread(int threads)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => new ComputeContext(threads).Dispose());
        Assert.Contains($"it is {threads}", exception.Message, StringComparison.Ordinal);
    }
}
