using SigProp.Data;
using SigProp.Learning;
using SigProp.Numerics;
using SigProp.Optimizers;
using SigProp.TorchSharp.Tests.Fidelity;
using SigProp.Training;
using LibTorch = global::TorchSharp.torch;

namespace SigProp.TorchSharp.Tests.Memory;

/// <summary>Where a step fails, no scope stays open, and gradients are computed again afterwards.</summary>
public sealed class FailedStepTests
{
    [Theory]
    [InlineData("dense ReLU")]
    [InlineData("convolution plain")]
    [InlineData("spiking triangle")]
    [InlineData("targets of a loop")]
    [InlineData("loss PairsMaxOne, a target a class")]
    [InlineData("backpropagation dense")]
    public void A_step_that_fails_leaves_no_scope_open(string name)
    {
        using var context = new ComputeContext(1);
        FidelityCase of = FidelityTests.Case(name);
        long before = Live.Tensors;
        LearningRule rule = Live.Rule(of, context);
        rule.BeginSteps(context);
        Live.Step(rule, of.Batch(0), 0);
        long warm = Live.Tensors, inScopes = Live.InScopes;
        Batch wrong = of.Batch(1);
        wrong.Labels[3] = 999;
        InvalidOperationException failure = Assert.Throws<InvalidOperationException>(() => Live.Step(rule, wrong, 1));
        Assert.Contains("libtorch failed in a training step on the device cpu", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
        Assert.Equal(inScopes, Live.InScopes);
        AssertNothingIsOpen();
        rule.EndSteps(context);
        ((IDisposable)rule).Dispose();
        Assert.Equal(before, Live.Tensors);
        Assert.InRange(warm, before, long.MaxValue);
    }

    [Fact]
    public void A_run_that_diverges_leaves_no_tensor_behind()
    {
        Dataset data = Digits.Rows(0, 200);
        var options = new TrainingOptions
        {
            Epochs = 2,
            BatchSize = 16,
            Threads = 1,
            ValidationFraction = 0,
            Optimizer = new SgdSpec { LearningRate = 1e30f },
        };
        long before = Live.Tensors, inScopes = Live.InScopes;
        var trainer = new TorchSharpTrainer(options, TrainingDevice.Cpu);
        Assert.Throws<DivergenceException>(() => trainer.Train(NetworkSpec.Create(Digits.Width, 10).Dense(24).Dense(16).Build(), data));
        AssertNothingIsOpen();
        Assert.Equal(inScopes, Live.InScopes);
        Assert.Equal(before, Live.Tensors);
    }

    [Fact]
    public void A_run_that_is_cancelled_leaves_no_tensor_behind()
    {
        using var source = new CancellationTokenSource();
        long before = Live.Tensors;
        var options = new TrainingOptions { Epochs = 50, BatchSize = 16, Threads = 1 };
        int told = 0;
        var progress = new Watch(_ =>
        {
            if (++told == 2)
            {
                source.Cancel();
            }
        });
        TrainingResult result = new TorchSharpTrainer(options, TrainingDevice.Cpu)
            .Train(NetworkSpec.Create(Digits.Width, 10).Dense(24).Build(), Digits.Rows(0, 300), null, progress, source.Token);
        Assert.Equal(StopReason.Cancelled, result.Report.StopReason);
        AssertNothingIsOpen();
        Assert.Equal(before, Live.Tensors);
    }

    private static void AssertNothingIsOpen()
    {
        long outside = global::TorchSharp.DisposeScopeManager.Statistics.CreatedOutsideScopeCount;
        using LibTorch.Tensor one = LibTorch.ones(1, requires_grad: true);
        using LibTorch.Tensor two = one.mul(2f);
        Assert.True(two.requires_grad);
        Assert.Equal(outside + 2, global::TorchSharp.DisposeScopeManager.Statistics.CreatedOutsideScopeCount);
    }

    private sealed class Watch(Action<TrainingProgress> told) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => told(value);
    }
}
