using Microsoft.ML.SearchSpace;

namespace SigProp.MLNet.AutoML.Comparing;

/// <summary>What is swept of stochastic dual coordinate ascent; the defaults are the trainer's.</summary>
internal sealed class SdcaSweep
{
    /// <summary>0 for what the trainer finds suitable.</summary>
    [Choice(new object[] { 0f, 1e-7f, 1e-6f, 1e-5f, 1e-4f, 1e-3f }, 0f)]
    public float L2 { get; set; }

    /// <inheritdoc cref="L2"/>
    [Choice(new object[] { 0f, 0.01f, 0.1f, 0.5f }, 0f)]
    public float L1 { get; set; }
}

/// <summary>What is swept of L-BFGS; the defaults are the trainer's.</summary>
internal sealed class LbfgsSweep
{
    [Range(0.01f, 100f, 1f, true)]
    public float L1 { get; set; } = 1;

    [Range(0.01f, 100f, 1f, true)]
    public float L2 { get; set; } = 1;
}

/// <summary>What is swept of the averaged perceptron; the defaults are the trainer's.</summary>
internal sealed class PerceptronSweep
{
    [Choice(new object[] { 1, 3, 10, 30 }, 10)]
    public int Iterations { get; set; } = 10;

    [BooleanChoice(false)]
    public bool DecreaseLearningRate { get; set; }
}

/// <summary>What is swept of online gradient descent; the defaults are the trainer's.</summary>
internal sealed class OnlineDescentSweep
{
    [Range(0.001f, 1f, 0.1f, true)]
    public float LearningRate { get; set; } = 0.1f;

    [Choice(new object[] { 1, 3, 10, 30 }, 1)]
    public int Iterations { get; set; } = 1;
}

/// <summary>What is swept of boosted trees; the defaults are the trainer's.</summary>
internal sealed class FastTreeSweep
{
    [Choice(new object[] { 5, 10, 20, 40, 80 }, 20)]
    public int Leaves { get; set; } = 20;

    [Choice(new object[] { 30, 100, 300 }, 100)]
    public int Trees { get; set; } = 100;

    [Choice(new object[] { 2, 5, 10, 30 }, 10)]
    public int RowsPerLeaf { get; set; } = 10;

    [Range(0.02, 0.5, 0.2, true)]
    public double LearningRate { get; set; } = 0.2;
}

/// <summary>What is swept of random forests; the defaults are the trainer's.</summary>
internal sealed class FastForestSweep
{
    [Choice(new object[] { 10, 20, 50, 150 }, 20)]
    public int Leaves { get; set; } = 20;

    [Choice(new object[] { 50, 100, 200 }, 100)]
    public int Trees { get; set; } = 100;

    [Choice(new object[] { 1, 3, 10 }, 10)]
    public int RowsPerLeaf { get; set; } = 10;
}

/// <summary>What is swept of generalised additive models; the defaults are the trainer's.</summary>
internal sealed class GamSweep
{
    [Choice(new object[] { 3000, 9500 }, 9500)]
    public int Iterations { get; set; } = 9500;

    [Range(0.0005, 0.02, 0.002, true)]
    public double LearningRate { get; set; } = 0.002;
}

/// <summary>What is swept of LightGBM; the defaults are the trainer's.</summary>
internal sealed class LightGbmSweep
{
    /// <summary>0 for what the trainer finds suitable.</summary>
    [Choice(new object[] { 0, 8, 16, 32, 64 }, 0)]
    public int Leaves { get; set; }

    [Choice(new object[] { 50, 100, 200 }, 100)]
    public int Iterations { get; set; } = 100;
}

/// <summary>Of a trainer that has nothing to sweep.</summary>
internal sealed class NoSweep;
