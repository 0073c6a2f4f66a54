using SigProp.Data;
using SigProp.Optimizers;
using SigProp.TorchSharp.Tests.Fidelity;
using SigProp.Training;

namespace SigProp.TorchSharp.Tests.Precision;

/// <summary>Networks learn in BFloat16 nearly as well as in 32 bits.</summary>
public sealed class BrainFloatTests
{
    public static TheoryData<string, double> Networks => new()
    {
        { "dense", 0.9 },
        { "convolution", 0.9 },
        { "spiking", 0.85 },
        { "spiking convolution", 0.75 },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Digits_are_learned_nearly_as_well_as_in_32_bits(string kind, double least)
    {
        Dataset test = Digits.Rows(1200, 500);
        Network single = Learn(kind, TrainingPrecision.Single), half = Learn(kind, TrainingPrecision.Half);
        double accuracy = Evaluation.Of(single, test).Accuracy, ofHalf = Evaluation.Of(half, test).Accuracy;
        TestContext.Current.TestOutputHelper?.WriteLine($"BFLOAT16 {kind}: 32 bits {accuracy:P1}, 16 bits {ofHalf:P1}");
        Assert.True(accuracy >= least, $"{accuracy:P1} in 32 bits");
        Assert.True(ofHalf >= accuracy - 0.03, $"{ofHalf:P1} in 16 bits, {accuracy:P1} in 32");

        // Parameters are of 32 bits: updates smaller than a 256th of one are not lost.
        Assert.Contains(half.GetTensor("layer1.weight").ToArray(), w => (BitConverter.SingleToUInt32Bits(w) & 0xFFFF) != 0);
    }

    private static Network Learn(string kind, TrainingPrecision precision)
    {
        NetworkSpec spec = kind switch
        {
            "dense" => DenseCases.Start().Dense(96).Dense(64).Build(),
            "convolution" => ConvolutionCases.Start().Convolution(8, batchNormalization: true).MaxPooling().Convolution(16, batchNormalization: true).Build(),
            "spiking" => DenseCases.Start().Spiking().Dense(96).Dense(64).Build(),
            _ => ConvolutionCases.Start().Spiking().Convolution(12).MaxPooling().Dense(64).Build(),
        };
        var options = new TrainingOptions
        {
            Epochs = 8,
            BatchSize = 32,
            Threads = 1,
            ValidationFraction = 0,
            Precision = precision,
            Optimizer = new AdamSpec { LearningRate = 0.004f },
        };
        return new TorchSharpTrainer(options, TrainingDevice.Cpu).Train(spec, Digits.Rows(0, 1200)).Network;
    }
}
