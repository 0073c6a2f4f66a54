using System.Numerics.Tensors;
using Microsoft.ML.Data;
using Microsoft.ML.Model;

namespace SigProp.MLNet;

public abstract partial class SignalPropagationModelParametersBase<TOutput> : IPredictorWithFeatureWeights<TOutput>
{
    /// <summary>How much each feature of a row, as it comes, has to say: how far it moves the classes' scores in the first layer against each other,
    /// divided by the largest of all features, which is 1.</summary>
    /// <remarks>
    /// <para>The score of a class, or of a bin of a regression, is the product of the layer's output with its target (Eq 8), so that with targets T and
    /// weights W the scores follow the features by T W, as far as activations are linear: the root of the mean square of a
    /// column of it, less the column's mean, is the feature's. Of a feature that the encoding cuts into pieces of its range, the standard deviation of the scores
    /// along the ends of the pieces.
    /// Where the layers have no targets of classes, and in spiking and continuous networks, T is left out: the root of the mean square of the weights, which
    /// tells features that matter from others less well.</para>
    /// <para>Where the model standardises, which is the default, this is the answer to a change by one standard deviation, so that features of different
    /// units can be compared; without it, to a change by 1. It comes from the weights alone, at once. What works both ways, as in an exclusive or, counts
    /// for less than it matters; PermutationFeatureImportance measures the effect on predictions, and takes longer.</para>
    /// </remarks>
    /// <param name="weights">Takes a weight in [0, 1] for each feature.</param>
    /// <exception cref="InvalidOperationException">The first layer is no dense layer over the features: a convolution looks at all
    /// pixels with the same weights.</exception>
    public void GetFeatureWeights(ref VBuffer<float> weights)
    {
        double[] squares = new double[RawWidth];
        float[] slopes = new float[Network.InputWidth];
        ReadOnlySpan<float> matrix = FirstWeights(out int units), targets = FirstTargets(units, out int width);
        for (int k = 0; k < targets.Length / width; k++)
        {
            // (T W)_kj = sum_u t_ku w_uj
            Array.Clear(slopes);
            for (int u = 0; u < width; u++)
            {
                TensorPrimitives.MultiplyAdd(matrix.Slice(u * slopes.Length, slopes.Length), targets[(k * width) + u], slopes, slopes);
            }

            FeatureResponses.Add(_encoding, slopes, squares);
        }

        // The number of rows, over which the mean would be taken, cancels.
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

    /// <summary>The classes' targets in the first layer less their mean, [classes, width]; without any, a row for each unit that picks it out.</summary>
    private float[] FirstTargets(int units, out int width)
    {
        if (!Network.HasExits || Network.Spec.Spiking is not null)
        {
            width = units;
            float[] each = new float[units * units];
            for (int u = 0; u < units; u++)
            {
                each[(u * units) + u] = 1f;
            }

            return each;
        }

        float[] targets = Network.GetClassTargets(1).ToArray();
        int classes = Network.Spec.IsRegression ? Network.Spec.Bins : Network.ClassCount;
        width = targets.Length / classes;
        for (int u = 0; u < width; u++)
        {
            double mean = 0;
            for (int k = 0; k < classes; k++)
            {
                mean += targets[(k * width) + u] / (double)classes;
            }

            for (int k = 0; k < classes; k++)
            {
                targets[(k * width) + u] -= (float)mean;
            }
        }

        return targets;
    }
}
