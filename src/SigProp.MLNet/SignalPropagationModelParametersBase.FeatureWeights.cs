using System.Numerics.Tensors;
using Microsoft.ML.Data;
using Microsoft.ML.Model;
using SigProp.Data;

namespace SigProp.MLNet;

public abstract partial class SignalPropagationModelParametersBase<TOutput> : IPredictorWithFeatureWeights<TOutput>
{
    /// <summary>How strongly the first layer listens to each feature of a row as it comes: the root of the mean square of the weights that lead from
    /// the feature to the units, divided by the largest of all features, which is 1. Of features that the encoding makes several numbers of, the root
    /// of the sum of their squares.</summary>
    /// <remarks>Where the model standardises, which is the default, this is the answer to a change by one standard deviation, so that features of
    /// different units can be compared; without standardisation, to a change by 1. It comes from the weights alone and knows nothing of later layers: a feature that tells
    /// nothing keeps about the weights that were drawn for it and is not 0. PermutationFeatureImportance measures the effect on
    /// predictions, and takes longer.</remarks>
    /// <param name="weights">Takes a weight in [0, 1] for each feature.</param>
    /// <exception cref="InvalidOperationException">The first layer is no dense layer over the features: a convolution looks at all
    /// pixels with the same weights.</exception>
    public void GetFeatureWeights(ref VBuffer<float> weights)
    {
        double[] squares = new double[RawWidth];
        ReadOnlySpan<float> matrix = FirstWeights(out int units);
        for (int u = 0; u < units; u++)
        {
            for (int j = 0; j < Network.InputWidth; j++)
            {
                double weight = matrix[(u * Network.InputWidth) + j];
                squares[FeatureOrigins.RawOf(_encoding, j)] += weight * weight;
            }
        }

        // s_j = sqrt(sum_u w_uj^2 / units) / max; the number of units cancels
        VBufferEditor<float> editor = VBufferEditor.Create(ref weights, squares.Length);
        double largest = Math.Sqrt(TensorPrimitives.Max<double>(squares));
        for (int j = 0; j < squares.Length; j++)
        {
            editor.Values[j] = largest > 0 ? (float)(Math.Sqrt(squares[j]) / largest) : 0f;
        }

        weights = editor.Commit();
    }

    /// <summary>The weights of the first layer, [units, features].</summary>
    private ReadOnlySpan<float> FirstWeights(out int units)
    {
        if (Network.Spec.Layers.OfType<LearningLayerSpec>().First() is DenseSpec dense)
        {
            units = dense.Units;
            ReadOnlySpan<float> weights = Network.GetTensor("layer1.weight");
            if (weights.Length == (long)units * Network.InputWidth)
            {
                return weights;
            }
        }

        throw new InvalidOperationException(
            "The features have no weights of their own: the network's first layer is no dense layer over all of them.");
    }
}
