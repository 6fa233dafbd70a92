#include <hdf5.h>

/* These are macros with calls or casts in them, which Swift cannot import. */

static inline hid_t hdf5_native_double(void) { return H5T_NATIVE_DOUBLE; }
static inline hid_t hdf5_native_int64(void) { return H5T_NATIVE_INT64; }
static inline hid_t hdf5_little_endian_double(void) { return H5T_IEEE_F64LE; }
static inline hid_t hdf5_little_endian_int64(void) { return H5T_STD_I64LE; }
static inline hid_t hdf5_c_string(void) { return H5T_C_S1; }
static inline size_t hdf5_variable_length(void) { return H5T_VARIABLE; }

static inline hid_t hdf5_file_creation(void) { return H5P_FILE_CREATE; }
static inline hid_t hdf5_file_access(void) { return H5P_FILE_ACCESS; }
static inline hid_t hdf5_group_creation(void) { return H5P_GROUP_CREATE; }
static inline hid_t hdf5_dataset_creation(void) { return H5P_DATASET_CREATE; }
static inline hid_t hdf5_attribute_creation(void) { return H5P_ATTRIBUTE_CREATE; }
static inline hid_t hdf5_link_creation(void) { return H5P_LINK_CREATE; }

static inline hid_t hdf5_default(void) { return H5P_DEFAULT; }
static inline hid_t hdf5_whole_space(void) { return H5S_ALL; }
static inline unsigned hdf5_read_only(void) { return H5F_ACC_RDONLY; }
static inline unsigned hdf5_new_file(void) { return H5F_ACC_EXCL; }
static inline hid_t hdf5_error_stack(void) { return H5E_DEFAULT; }

/* The name of this function stands for different ones in different versions of HDF5.
   1 for a hard link, 0 for another kind, negative on failure. */
static inline int hdf5_is_hard_link(hid_t group, const char *name) {
  H5L_info_t info;
  if (H5Lget_info(group, name, &info, H5P_DEFAULT) < 0) return -1;
  return info.type == H5L_TYPE_HARD;
}

/* Whether the file is locked while it is open; where a file system knows no locks, it never is.
   Versions without this function always lock. */
static inline herr_t hdf5_set_file_locking(hid_t access, hbool_t locking) {
#if H5_VERSION_GE(1, 12, 1) || (H5_VERSION_GE(1, 10, 7) && !H5_VERSION_GE(1, 12, 0))
  return H5Pset_file_locking(access, locking, 1);
#else
  return 0;
#endif
}
