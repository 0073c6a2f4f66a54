namespace SigProp.TorchSharp.Running;

/// <summary>Operations of tensors with numbers, and the sum of tensors, which TorchSharp makes of a number too.</summary>
/// <remarks>TorchSharp gives a number a native part, which its finaliser frees: also while libtorch is still reading it, for nothing in TorchSharp refers to the
/// number by then. What is read is another number, or none. Here each number is held until libtorch is done, and freed at once; so every number goes this
/// way, which a test checks.</remarks>
internal static class TorchNumbers
{
    /// <summary>first, first + 1, ..., <paramref name="end"/> - 1.</summary>
    public static Tensor Between(long first, long end, Device device)
    {
        using Scalar start = first, stop = end, step = 1L;
        return torch.arange(start, stop, step, ScalarType.Int64, device);
    }

    /// <summary>x a.</summary>
    public static Tensor Times(this Tensor x, double a)
    {
        using Scalar number = a;
        return x.mul(number);
    }

    /// <summary>x a, of integers.</summary>
    public static Tensor Times(this Tensor x, long a)
    {
        using Scalar number = a;
        return x.mul(number);
    }

    /// <summary>x^2, of which TorchSharp makes a power.</summary>
    public static Tensor Square(this Tensor x) => x.mul(x);

    /// <summary>x / a.</summary>
    public static Tensor Over(this Tensor x, double a)
    {
        using Scalar number = a;
        return x.div(number);
    }

    /// <summary>x + a.</summary>
    public static Tensor Plus(this Tensor x, double a)
    {
        using Scalar number = a;
        return x.add(number);
    }

    /// <summary>x - a.</summary>
    public static Tensor Minus(this Tensor x, double a)
    {
        using Scalar number = a;
        return x.sub(number);
    }

    /// <summary>x + y.</summary>
    public static Tensor Plus(this Tensor x, Tensor y)
    {
        using Scalar one = 1L;
        return x.add(y, one);
    }

    /// <summary>x + a y.</summary>
    public static Tensor Plus(this Tensor x, Tensor y, double a)
    {
        using Scalar number = a;
        return x.add(y, number);
    }

    /// <summary>x = x a.</summary>
    public static Tensor MultiplyBy(this Tensor x, double a)
    {
        using Scalar number = a;
        return x.mul_(number);
    }

    /// <summary>x = x a, of integers.</summary>
    public static Tensor MultiplyBy(this Tensor x, long a)
    {
        using Scalar number = a;
        return x.mul_(number);
    }

    /// <summary>x = x + a.</summary>
    public static Tensor Add(this Tensor x, double a)
    {
        using Scalar number = a;
        return x.add_(number);
    }

    /// <summary>x = x + a y.</summary>
    public static Tensor Add(this Tensor x, Tensor y, double a)
    {
        using Scalar number = a;
        return x.add_(y, number);
    }

    /// <summary>x = x + a y z.</summary>
    public static Tensor AddProduct(this Tensor x, Tensor y, Tensor z, double a)
    {
        using Scalar number = a;
        return x.addcmul_(y, z, number);
    }

    /// <summary>x = x + a y / z.</summary>
    public static Tensor AddQuotient(this Tensor x, Tensor y, Tensor z, double a)
    {
        using Scalar number = a;
        return x.addcdiv_(y, z, number);
    }

    /// <summary>max(x, a).</summary>
    public static Tensor AtLeast(this Tensor x, double a)
    {
        using Scalar number = a;
        return x.clamp_min(number);
    }

    /// <summary>min(x, a).</summary>
    public static Tensor AtMost(this Tensor x, double a)
    {
        using Scalar number = a;
        return x.clamp_max(number);
    }

    /// <summary>min(max(x, low), high).</summary>
    public static Tensor Between(this Tensor x, double low, double high)
    {
        using Scalar least = low, most = high;
        return x.clamp(least, most);
    }

    /// <summary>Whether x >= a.</summary>
    public static Tensor IsAtLeast(this Tensor x, double a)
    {
        using Scalar number = a;
        return x.ge(number);
    }

    /// <summary>Whether x >= a, of integers.</summary>
    public static Tensor IsAtLeast(this Tensor x, long a)
    {
        using Scalar number = a;
        return x.ge(number);
    }

    /// <summary>Whether x > a.</summary>
    public static Tensor IsAbove(this Tensor x, double a)
    {
        using Scalar number = a;
        return x.gt(number);
    }

    /// <summary>x, and a in its place where it is masked.</summary>
    public static Tensor Except(this Tensor x, Tensor mask, double a)
    {
        using Scalar number = a;
        return x.masked_fill(mask, number);
    }

    /// <summary>max(x, slope x), of a slope below 1.</summary>
    public static Tensor Leak(this Tensor x, double slope)
    {
        using Scalar number = slope;
        return x.leaky_relu(number);
    }
}
