using SigProp.Learning;
using SigProp.Numerics;
using SigProp.TorchSharp.Learning;
using SigProp.Training;

namespace SigProp.TorchSharp.Running;

/// <summary>Takes a run's steps, and measures between them, by libtorch.</summary>
/// <param name="options">The device, and how numbers are rounded there.</param>
/// <param name="isCuda">Whether the device is the first GPU; otherwise it is libtorch's CPU.</param>
internal sealed class TorchBackend(TorchSharpOptions options, bool isCuda) : TrainingBackend
{
    public bool IsCuda => isCuda;

    public override string Name => isCuda ? "cuda" : "cpu";

    public override string RoundingOf(TrainingOptions training) => Name
        + (training.Precision == TrainingPrecision.Half ? $", {options.HalfFormat}" : "") + (isCuda && options.TensorFloat32 ? ", TensorFloat32" : "");

    public override IEnumerable<string> Misfits(NetworkSpec spec, TrainingOptions training)
    {
        if (spec.Continuous is not null)
        {
            yield return $"The device is {Name}, and TorchSharp trains networks of dense, convolutional and spiking layers; the states of a continuous one settle in "
                + "the managed engine. Choose the Device Managed.";
        }

        if (!TorchRule.IsOffered(training.Rule) && Enum.IsDefined(training.Rule))
        {
            yield return $"Rule is {training.Rule}, and the device is {Name}; TorchSharp trains by {string.Join(", ", Enum.GetValues<LearningRuleKind>().Where(TorchRule.IsOffered))}. "
                + "Choose one of these, or the Device Managed.";
        }

        if (training.Pipeline == PipelineMode.On)
        {
            yield return $"Pipeline is On, and the device is {Name}; libtorch has the layers of a batch learn in turn. Choose Auto or Off, or the Device Managed.";
        }

        if (training.Precision == TrainingPrecision.Single && options.HalfFormat != HalfFormat.BFloat16)
        {
            yield return $"HalfFormat is {options.HalfFormat}, and Precision is Single: nothing is computed in 16 bits. Choose the Precision Half, or leave HalfFormat out.";
        }

        if (training.Precision == TrainingPrecision.Half && options.HalfFormat == HalfFormat.Float16 && !isCuda)
        {
            yield return "Precision is Half in the HalfFormat Float16, which libtorch's processor kernels do not multiply. Choose BFloat16, or the Device Cuda.";
        }
    }

    public override LearningRule CreateRule(LearningRuleKind kind, LearningSetup setup)
    {
        var place = new TorchPlace(isCuda, TypeOf(setup.Precision), isCuda && options.TensorFloat32);
        try
        {
            return TorchRule.Create(kind, setup, place);
        }
        catch (Exception e) when (TorchFailure.Is(e))
        {
            throw TorchFailure.Of(e, place, "taking over the network");
        }
    }

    public override IScorer CreateScorer(Network network, ComputeContext context)
    {
        var place = new TorchPlace(isCuda, ScalarType.Float32, isCuda && options.TensorFloat32);
        try
        {
            return new TorchScorer(network, context, place);
        }
        catch (Exception e) when (TorchFailure.Is(e))
        {
            throw TorchFailure.Of(e, place, "taking over the network to measure it");
        }
    }

    private ScalarType TypeOf(TrainingPrecision precision) => precision == TrainingPrecision.Single ? ScalarType.Float32
        : options.HalfFormat == HalfFormat.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float16;
}
