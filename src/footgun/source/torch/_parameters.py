"""What compiled functions of torch take, made by `tests/oracle/torch_parameters.py`: do not edit."""

from __future__ import annotations

# fmt: off
TAKEN = {
    "A input": """
matrix_exp""",
    "False True a b input other out": """
gt le ne""",
    "False True a input": """
isfinite""",
    "False True a input out": """
isinf isnan""",
    "False True atol equal_nan input other rtol": """
isclose""",
    "False True dim dtype input keepdim out": """
all any""",
    "False True dtype input other out": """
bitwise_and bitwise_or""",
    "False True dtype input out": """
logical_not""",
    "False True input": """
isreal""",
    "False True input other out": """
logical_and logical_or logical_xor""",
    "False True input out": """
isposinf signbit""",
    "False a b input other out": """
lt""",
    "False dtype input other out": """
bitwise_xor""",
    "False input out": """
isneginf""",
    "L input out upper": """
cholesky_inverse""",
    "True a b input other out": """
ge""",
    "True input other out": """
nextafter""",
    "_complex alpha dim index input out source": """
index_add""",
    "a alpha b input other out": """
add sub""",
    "a b divisor input other out": """
fmod remainder""",
    "a b exponent input out": """
pow""",
    "a b input l n other out value": """
mul""",
    "a b input other out": """
atan2 copysign eq gcd""",
    "a b input other out rounding_mode value": """
div""",
    "a b input out": """
log""",
    "a decimals input out": """
round""",
    "a input nan out": """
asin""",
    "a input out": """
acos acosh angle asinh atan atanh ceil cos cosh erf erfc exp expm1 floor lgamma log10 log1p neg sin
sinh sqrt tan tanh""",
    "a input out tau": """
geqrf""",
    "accumulate index input out source": """
put""",
    "accumulate index input source": """
put_""",
    "accumulate indices input out values": """
index_put""",
    "accumulate indices input values": """
index_put_""",
    "alpha b input other": """
add_""",
    "alpha beta device dtype input layout names out periodic pin_memory requires_grad window_length": """
hamming_window""",
    "alpha dim index input source": """
index_add_""",
    "alpha input": """
celu_""",
    "alpha input other": """
sub_ subtract_""",
    "alpha input other out": """
rsub subtract""",
    "alpha input out": """
celu""",
    "anchor eps input margin negative p positive reduction swap": """
triplet_margin_loss""",
    "append dim input n out prepend": """
diff""",
    "args copy device dtype input layout memory_format names non_blocking other pin_memory requires_grad": """
to""",
    "atol equal_nan input other rtol": """
allclose""",
    "axis0 axis1 input": """
swapaxes_""",
    "base device dtype end input layout names out pin_memory requires_grad start steps": """
logspace""",
    "beta device dtype input layout names out periodic pin_memory requires_grad window_length": """
kaiser_window""",
    "blank input input_lengths log_probs reduction target_lengths targets zero_infinity": """
ctc_loss""",
    "blocksize dense_dim input layout names requires_grad sparseDims sparse_dim": """
to_sparse""",
    "boundaries input out out_int32 right": """
bucketize""",
    "correction dim input keepdim out unbiased": """
std var""",
    "data device dtype input names pin_memory requires_grad t": """
tensor""",
    "data device dtype input t": """
as_tensor""",
    "decimals input": """
round_""",
    "descending dim indices input out reverse stable values": """
sort""",
    "device dtype end input layout names out pin_memory requires_grad start step": """
arange range""",
    "device dtype end input layout names out pin_memory requires_grad start steps": """
linspace""",
    "device dtype fill_value input layout memory_format names out pin_memory requires_grad": """
full_like""",
    "device dtype fill_value input layout names out pin_memory requires_grad size": """
full new_full""",
    "device dtype generator high input layout low memory_format names out pin_memory requires_grad": """
randint_like""",
    "device dtype generator high input layout low names out pin_memory requires_grad size": """
randint""",
    "device dtype generator input layout mean names out pin_memory requires_grad size std": """
normal""",
    "device dtype generator input layout memory_format names out pin_memory requires_grad": """
rand_like randn_like""",
    "device dtype generator input layout n names out pin_memory requires_grad": """
randperm""",
    "device dtype generator input layout names out pin_memory requires_grad size": """
rand randn""",
    "device dtype input layout m n names out pin_memory requires_grad": """
eye""",
    "device dtype input layout memory_format names out pin_memory requires_grad": """
empty_like ones_like zeros_like""",
    "device dtype input layout memory_format names out pin_memory requires_grad size": """
empty""",
    "device dtype input layout names out periodic pin_memory requires_grad window_length": """
bartlett_window blackman_window hann_window""",
    "device dtype input layout names out pin_memory requires_grad s": """
scalar_tensor""",
    "device dtype input layout names out pin_memory requires_grad size": """
new_empty new_ones new_zeros ones zeros""",
    "device input": """
is_pinned pin_memory""",
    "device input memory_format non_blocking": """
cuda""",
    "dim dtype input": """
cumsum_""",
    "dim dtype input keepdim nan out": """
nanmean""",
    "dim dtype input keepdim out": """
mean nansum prod sum""",
    "dim dtype input out": """
cumprod cumsum""",
    "dim end input out src start step": """
slice_scatter""",
    "dim include_self index input out reduce source": """
index_reduce""",
    "dim include_self index input out reduce src": """
scatter_reduce""",
    "dim include_self index input reduce source": """
index_reduce_""",
    "dim include_self index input reduce src": """
scatter_reduce_""",
    "dim index input out reduce src value": """
scatter""",
    "dim index input out source tensor2": """
index_copy""",
    "dim index input out src": """
scatter_add select_scatter""",
    "dim index input out value": """
index_fill""",
    "dim index input reduce src value": """
scatter_""",
    "dim index input source tensor": """
index_copy_""",
    "dim index input src": """
scatter_add_""",
    "dim index input value": """
index_fill_""",
    "dim indices input k largest out sorted values": """
topk""",
    "dim input": """
stride""",
    "dim input keepdim out": """
amax amin logsumexp""",
    "dim input maxnorm p": """
renorm_""",
    "dim input out": """
count_nonzero logcumsumexp""",
    "dim0 dim1 input": """
swapdims_""",
    "dim1 dim2 input offset": """
diagonal""",
    "dim1 dim2 input offset out": """
diagonal_copy""",
    "dims input": """
permute""",
    "dividend divisor input other out value": """
true_divide""",
    "divisor input other": """
fmod_ remainder_""",
    "dtype exponent input out": """
float_power""",
    "dtype input masked_grad": """
to_dense""",
    "dtype input other out": """
bitwise_left_shift bitwise_right_shift""",
    "dtype input out": """
bitwise_not""",
    "dtype input shape size": """
view""",
    "eps full input log_input reduction target": """
poisson_nll_loss""",
    "eps input": """
logit_""",
    "eps input out": """
logit""",
    "exponent input": """
float_power_ pow_""",
    "fill_value input wrap": """
fill_diagonal_""",
    "from generator input to": """
random_ uniform_""",
    "from_ input to": """
can_cast""",
    "generator input lambd": """
exponential_""",
    "generator input lower training upper": """
rrelu rrelu_""",
    "generator input mean std": """
log_normal_ normal_""",
    "generator input median sigma": """
cauchy_""",
    "generator input out": """
poisson""",
    "generator input out p": """
bernoulli""",
    "generator input p": """
bernoulli_ geometric_""",
    "i input other out x": """
ldexp""",
    "indices indices_or_sections input sections size split_size_or_sections": """
dsplit hsplit vsplit""",
    "input": """
abs_ absolute_ acos_ acosh_ arccos_ arccosh_ arcsin_ arcsinh_ arctan_ asin_ asinh_ atan_
bitwise_not_ ceil_ coalesce cos_ cosh_ deg2rad_ detach detach_ digamma_ element_size erf_ erfc_
erfinv_ exp2_ exp_ expm1_ fix_ fliplr flipud floor_ frac_ get_device i0_ is_coalesced is_complex
is_conj is_floating_point is_inference is_neg is_nonzero is_signed lgamma_ log10_ log1p_ log2_ log_
logical_not_ neg_ negative_ positive rad2deg_ reciprocal_ relu_ retain_grad rsqrt_ selu selu_ sgn_
sigmoid_ sign_ sin_ sinc_ sinh_ sqrt_ square_ storage_offset t_ tan_ tanh_ trunc_ zero_""",
    "input input1 input2 margin reduction target": """
cosine_embedding_loss margin_ranking_loss""",
    "input l n other value": """
mul_""",
    "input lambd out": """
hardshrink""",
    "input log_target reduction target": """
kl_div""",
    "input margin reduction target": """
hinge_embedding_loss""",
    "input memory_format": """
contiguous cpu is_contiguous""",
    "input memory_format out": """
clone""",
    "input memory_format size sizes": """
resize_""",
    "input nan neginf out posinf": """
nan_to_num""",
    "input nan neginf posinf": """
nan_to_num_""",
    "input nan other out": """
fmax fmin""",
    "input nan out": """
rsqrt""",
    "input non_blocking other src": """
copy_""",
    "input other": """
arctan2_ arctanh_ atan2_ atanh_ bitwise_and_ bitwise_left_shift_ bitwise_or_ bitwise_right_shift_
bitwise_xor_ copysign_ eq_ equal gcd_ ge_ greater_ greater_equal_ gt_ hypot_ is_same_size lcm_
ldexp_ le_ less_ less_equal_ logical_and_ logical_or_ logical_xor_ lt_ ne_ nextafter_ not_equal_
xlogy_""",
    "input other out": """
arctan2 greater greater_equal hypot lcm less less_equal logaddexp logaddexp2 maximum minimum
not_equal xlogy""",
    "input other out rounding_mode value": """
divide""",
    "input other out value": """
floor_divide multiply""",
    "input other rounding_mode value": """
div_ divide_""",
    "input other scalar scalar1 scalar2 tensor tensor1 tensor2": """
result_type""",
    "input other tensor": """
type_as""",
    "input other value": """
floor_divide_ multiply_ true_divide_""",
    "input out": """
abs absolute alias_copy arccos arccosh arcsin arcsinh arctan arctanh deg2rad digamma erfinv exp2 fix
frac i0 inverse log2 negative rad2deg reciprocal relu sgn sigmoid sign sinc square trunc""",
    "input out out_int32 right side sorted_sequence sorter values": """
searchsorted""",
    "input out threshold value": """
threshold""",
    "input out upper": """
cholesky""",
    "input out value": """
fill""",
    "input out0 out1 p train": """
native_dropout""",
    "input p train": """
alpha_dropout_ dropout_ feature_dropout_""",
    "input s s0 s1 stream": """
record_stream""",
    "input shape": """
reshape""",
    "input size": """
sum_to_size""",
    "input size source storage_offset stride": """
set_""",
    "input threshold value": """
threshold_""",
    "input type1 type2": """
promote_types""",
    "input value": """
fill_""",
}
# fmt: on
_BY_NAME = {
    name: frozenset(names.split()) for names, functions in TAKEN.items() for name in functions.split()
}


def taken(name: str) -> frozenset[str]:
    """The parameters of a function or method, none where torch does not declare them."""
    return _BY_NAME.get(name, frozenset())
